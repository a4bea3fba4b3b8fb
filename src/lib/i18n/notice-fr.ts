// Sentences of notifications, in French.
import type { NoticeWords } from './notice-en.ts';

export const noticeFr: NoticeWords = {
	crossed: (name, percent) => `${name} : ${percent} dépensés`,
	crossedBody: (spend, amount, share) => `${spend} sur ${amount} (${share}).`,
	unnamed: 'Budget',
	blind: 'Dépense impossible à connaître',
	blindBody: (since) => `Aucune source n’a rien livré depuis ${since}. Les budgets ne sont pas surveillés.`,
	signals: {
		'spend-spike': (spent, usual) => [
			`${spent} dépensés en une heure`,
			`Vos heures chères coûtent environ ${usual}. Voyez sous En direct ce qui tourne.`
		],
		runaway: (rate, usual) => [
			`Une session coûte ${rate} par minute`,
			`Vos sessions chères coûtent environ ${usual} par minute. Arrêtez-la si vous ne la surveillez pas.`
		],
		'api-errors': (failed, attempts) => [
			`${failed} tentatives d’API sur ${attempts} ont échoué`,
			'Durant la dernière demi-heure. Vérifiez vos limites et l’état de l’API avant de continuer.'
		],
		'cache-drop': (share, usual) => [
			`Seuls ${share} des prompts viennent du cache`,
			`Durant les deux dernières heures ; d’habitude ${usual}. Cherchez des outils ou un modèle changés, ou de longues pauses.`
		],
		'new-model': (model) => [
			`Première utilisation de ${model}`,
			'Il n’a pas servi durant les quatre semaines précédentes. Vérifiez que c’est voulu, et ce qu’il coûte.'
		],
		'unpriced-model': (model) => [
			`Aucun prix connu pour ${model}`,
			'Ses requêtes comptent comme sans prix : les budgets voient moins que la dépense réelle.'
		],
		'price-drift': (model, off, cost) => [
			`${model} ne coûte pas ce que dit la table des prix`,
			`Les ${cost} rapportés s’en écartent de ${off}. Comparez sous Exactitude.`
		],
		'data-stopped': (since) => [
			'La télémétrie s’est arrêtée pendant qu’une session travaillait',
			`Depuis ${since}. Si vous ne l’avez pas arrêtée là, vérifiez son export et le chemin jusqu’à Tidemark.`
		],
		'source-failing': (source, since) => [
			`La source ${source} est en panne`,
			`Depuis ${since}. D’autres livrent, mais ce qu’elle seule voit peut manquer. Voyez les Réglages.`
		]
	},
	test: 'Les alertes arrivent sur cet appareil',
	testBody: (name) => `Un essai pour ${name}. Rien n’a été dépensé.`,
	unreadable: 'Tidemark a une alerte',
	unreadableBody: 'Ouvrez l’application pour la lire.'
};
