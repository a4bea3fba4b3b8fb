// Sentences on two sessions side by side and on a session among its project's, in French. Part of `fr.ts`.
import type { compareEn } from './compare-en.ts';
import { pluralFr as plural } from './plural-fr.ts';

export const compareFr: typeof compareEn = {
	title: 'Comparer des sessions',
	withTypical: 'Comparer avec…',
	withTypicalNote: 'Comparer avec la session la plus proche de la médiane de ce projet',
	choose: 'En comparer deux',
	stop: 'Annuler',
	chosen: (count) => `${count} sur 2 choisies`,
	chooseNote: 'Choisissez deux sessions',
	go: 'Comparer',
	another: 'En choisir une autre',
	swap: 'Échanger les côtés',
	first: 'Première',
	second: 'Seconde',
	difference: 'Différence',
	differenceNote: 'Première moins seconde.',
	points: (value) => `${value} points`,
	figures: 'Chiffres',
	figure: 'Chiffre',
	share: 'Poste',
	figureNames: {
		cost: 'Coût',
		duration: 'Durée',
		activeTime: 'Temps actif',
		prompts: 'Prompts',
		requests: 'Requêtes',
		tools: 'Appels d’outils',
		toolFailures: 'Appels d’outils en échec',
		errors: 'Erreurs d’API',
		input: 'Tokens d’entrée',
		output: 'Tokens de sortie',
		cacheRead: 'Lectures du cache',
		cacheWrite: 'Écritures du cache',
		cacheHitRate: 'Taux d’accès au cache',
		lines: 'Lignes modifiées'
	},
	causes: 'D’où vient la différence',
	total: 'Session',
	more: (amount) => `La première a coûté ${amount} de plus.`,
	less: (amount) => `La première a coûté ${amount} de moins.`,
	same: 'Les deux ont coûté autant.',
	unpriced: 'Le coût de l’une d’elles est inconnu : il n’y a pas de différence à donner.',
	findings: (name) => `Pourquoi ce coût : ${name}`,
	noFindings: 'Rien ne ressort.',
	row: (number) => `ligne ${number}`,
	missing: 'Cette session n’est pas sur cet appareil.',
	alone: 'Ce projet n’a pas encore d’autre session à laquelle la comparer.',
	nobody: 'Aucune session n’est choisie.',
	toSessions: 'Choisir parmi toutes les sessions',
	dearer: (percent, n, count, project) =>
		`Plus chère que ${percent} de ${plural(n, count, 'autre session', 'autres sessions')} de ${project}`,
	tooFew: (count, needed, project) =>
		`Autres sessions de ${project} jusqu’ici : ${count}. À partir de ${needed}, ceci dit combien elle est chère parmi elles`
};
