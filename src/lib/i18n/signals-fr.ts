// Sentences on signals and on channels, in French. Part of `fr.ts`.
import { pluralFr as plural } from './plural-fr.ts';
import type { channelsEn, signalsEn } from './signals-en.ts';

export const signalsFr: typeof signalsEn = {
	title: 'Signaux',
	lead: 'Ce qui sort de l’ordinaire à côté des budgets, annoncé comme les alertes. Une seule fois, tant que cela dure.',
	names: {
		'spend-spike': 'Pic de dépense',
		runaway: 'Session qui s’emballe',
		'api-errors': 'Erreurs d’API',
		'cache-drop': 'Cache moins utilisé',
		'new-model': 'Nouveau modèle',
		'unpriced-model': 'Modèle sans prix',
		'price-drift': 'Écart de prix',
		'data-stopped': 'Télémétrie interrompue',
		'source-failing': 'Source en panne'
	},
	rules: {
		'spend-spike': 'La dernière heure a coûté trois fois vos heures chères, et au moins 1 $.',
		runaway:
			'Une session coûte à la minute trois fois vos sessions chères, et au moins 0,50 $, pendant plus d’un quart d’heure.',
		'api-errors': 'Dix tentatives ou plus ont échoué en une demi-heure, et trois sur dix au total.',
		'cache-drop':
			'En deux heures, bien moins des prompts sont venus du cache que lors de vos journées habituelles.',
		'new-model': 'Un modèle est utilisé qui ne l’était pas durant les quatre semaines précédentes.',
		'unpriced-model': 'Des requêtes sont arrivées dont le coût est inconnu.',
		'price-drift': 'Les coûts rapportés s’écartent d’un vingtième de la table des prix.',
		'data-stopped': 'Une session continuait, ou s’est arrêtée au milieu d’un tour, et rien n’en arrive plus.',
		'source-failing': 'Une source échoue depuis cinq minutes alors que d’autres livrent.'
	},
	states: {
		raised: 'En cours',
		watching: 'Surveillé',
		learning: 'Pas encore assez d’historique',
		off: 'Désactivé'
	},
	since: (since) => `Depuis ${since}`,
	span: (from, to) => `De ${from} à ${to}`,
	earlier: (n, text) => plural(n, text, 'signal antérieur', 'signaux antérieurs'),
	open: {
		session: 'Ouvrir la session',
		live: 'Voir ce qui tourne',
		performance: 'Voir erreurs et cache',
		accuracy: 'Comparer les prix',
		settings: 'Voir les sources'
	}
};

export const channelsFr: typeof channelsEn = {
	title: 'Autres canaux',
	lead: 'Alertes et signaux envoyés par le relais à un autre service. Ils disent ce que dit une notification ; ni prompts, ni chemins.',
	none: 'Aucun canal pour l’instant.',
	away: 'Les canaux s’affichent quand le relais répond.',
	add: 'Ajouter un canal',
	titleNew: 'Nouveau canal',
	titleEdit: 'Modifier le canal',
	kind: 'Type',
	kinds: {
		webhook: 'Webhook (JSON signé)',
		slack: 'Slack ou compatible',
		discord: 'Discord ou compatible',
		ntfy: 'ntfy'
	},
	name: 'Nom',
	url: 'Adresse',
	urlNotes: {
		webhook:
			'https://hôte/chemin. Les hôtes de votre réseau se déclarent dans TIDEMARK_CHANNEL_HOSTS au démarrage du relais.',
		slack: 'L’adresse d’un webhook entrant, https://hooks.slack.com/services/…',
		discord: 'L’adresse du webhook du salon, https://discord.com/api/webhooks/…',
		ntfy: 'Serveur et sujet, https://ntfy.sh/votre-sujet. Quiconque connaît le sujet peut le lire.'
	},
	kept: 'Le relais la garde et ne la montre plus. Vide : elle reste telle quelle.',
	secret: 'Secret de signature',
	secretNote: 'Copiez-le maintenant chez le destinataire : le relais le garde et ne le montre plus.',
	token: 'Jeton d’accès (sujets protégés seulement)',
	renew: 'Créer un nouveau secret',
	names: 'Nommer aussi les projets à l’origine d’une alerte',
	paused: 'En pause : rien n’est envoyé',
	pausedShort: 'En pause',
	save: 'Enregistrer',
	cancel: 'Annuler',
	edit: 'Modifier',
	editNamed: (name) => `Modifier ${name}`,
	remove: 'Supprimer',
	removeNamed: (name) => `Supprimer ${name}`,
	test: 'Envoyer un essai',
	testNamed: (name) => `Envoyer un essai à ${name}`,
	steps: {
		channel: 'Canal connu',
		address: 'Adresse autorisée',
		connect: 'Service joint',
		accept: 'Message accepté par le service'
	},
	never: 'rien envoyé pour l’instant',
	failed: (detail) => `Cela n’a pas fonctionné : ${detail}`
};
