// What the first view says, in French: the shape of `first-en.ts`.

import { alertsFr, budgetsFr, notifyFr } from './budgets-fr.ts';
import { statementFr } from './data-fr.ts';
import { exportFr } from './export-fr.ts';
import type { firstEn } from './first-en.ts';
import { namesFr, ownPricesFr } from './names-fr.ts';
import { noticeFr } from './notice-fr.ts';
import { pluralFr as plural } from './plural-fr.ts';
import { welcomeFr } from './welcome-fr.ts';

export const firstFr: typeof firstEn = {
	app: {
		name: 'Tidemark',
		drop: 'Déposez pour importer',
		skip: 'Aller au contenu',
		nav: 'Pages',
		title: (page) => `${page} · Tidemark`,
		unknown: 'inconnu',
		none: '–',
		noneSpoken: 'inconnu',
		loading: 'Chargement…',
		close: 'Fermer',
		copy: 'Copier',
		copied: 'Copié',
		copyFailed: 'Sélectionnez le texte et copiez-le à la main',
		retry: 'Réessayer',
		other: 'Autre',
		checking: 'Recherche de la session de ce navigateur…'
	},
	nav: {
		overview: 'Aperçu',
		sessions: 'Sessions',
		live: 'En direct',
		search: 'Recherche',
		tools: 'Outils',
		performance: 'Performances',
		productivity: 'Productivité',
		skills: 'Skills, agents',
		budgets: 'Budgets',
		alerts: 'Alertes',
		accuracy: 'Exactitude',
		settings: 'Réglages',
		more: 'Plus',
		commands: 'Commandes'
	},
	budgets: budgetsFr,
	alerts: alertsFr,
	notify: notifyFr,
	notice: noticeFr,
	names: namesFr,
	ownPrices: ownPricesFr,
	exporting: exportFr,
	welcome: welcomeFr,
	statement: statementFr,
	banner: {
		demo: 'Données d’exemple',
		demoDetail: 'produites pour cette démonstration. Aucune n’est à vous.',
		update: 'Une nouvelle version est prête.',
		updateAction: 'Recharger',
		failed: (detail) => `La partie de l’application qui garde vos données s’est arrêtée : ${detail}`,
		storage: (detail) => `Cet appareil ne peut pas garder sa copie : ${detail}`,
		source: (name, error) => `${name} ne livre plus : ${error}`,
		stale: (age, error) => `Ces chiffres datent de ${age} ; la dernière mise à jour a échoué : ${error}`,
		failedQuery: (error) => `Ces chiffres n’ont pas pu être lus : ${error}`,
		signInOff: 'La connexion est désactivée.',
		signInOffDetail:
			'Toute personne et tout programme sur cette machine peut tout lire et tout modifier ici. Retirez TIDEMARK_SIGN_IN=off pour fermer l’accès.',
		importing: (percent) => `Import en cours, ${percent}`,
		importWaiting: 'L’import attend le relais',
		showImport: 'Afficher'
	},
	connection: {
		label: 'Connexion',
		details: 'Connexion et sources',
		starting: 'Démarrage',
		connecting: 'Connexion en cours',
		live: 'En direct',
		catchingUp: 'Rattrapage',
		catchingUpTo: (percent) => `Rattrapage, ${percent}`,
		offline: 'Hors ligne',
		offlineSince: (time) => `Hors ligne depuis ${time}`,
		offlineNote: 'Ce que cet appareil contient reste lisible. Il se reconnecte tout seul.',
		signedOut: 'Déconnecté',
		refused: 'Refusé par le relais',
		updateNeeded: 'Rechargement nécessaire',
		lastFrame: (age) => `Dernier signe du relais ${age}`,
		leader: 'Cet onglet lit le flux.',
		follower: 'Un autre onglet lit le flux pour celui-ci.',
		history: (have, total) => `Historique sur cet appareil : ${have} événements sur ${total}`,
		historyDone: (have) => `Tout l’historique est sur cet appareil : ${have} événements`,
		noHealth: 'Les sources sont connues dès que le relais a répondu.',
		degraded: 'Une source demande votre attention',
		retry: 'Connecter maintenant'
	},
	source: {
		names: {
			otlp: 'Claude Code (OTLP)',
			'otlp-http': 'OTLP par HTTP',
			'otlp-grpc': 'OTLP par gRPC',
			loki: 'Loki',
			prometheus: 'Prometheus',
			transcripts: 'Transcriptions',
			demo: 'Données d’exemple',
			forward: 'Transmission'
		},
		states: {
			waiting: 'en attente',
			receiving: 'réception',
			sending: 'envoi',
			idle: 'calme',
			error: 'en échec',
			off: 'désactivée'
		},
		phases: {
			connecting: 'connexion',
			'catching-up': 'rattrapage',
			live: 'en direct',
			polling: 'interrogée de temps en temps',
			lagging: 'en retard',
			failing: 'en échec'
		},
		catchingUpTo: (share) => `rattrapage, ${share}`,
		failingSince: (when) => `en échec depuis ${when}`,
		unknownMetrics: (n, text) => plural(n, text, 'métrique de sens inconnu', 'métriques de sens inconnu'),
		unknownMetricsNote:
			'Une version plus récente de Claude Code les envoie. Elles sont conservées telles quelles et n’entrent dans aucun chiffre ; une version de Tidemark qui les connaît les comptera à partir des données conservées.',
		lag: (age) => `l’événement le plus récent avait ${age} à son arrivée`,
		blind: 'Aucune source ne peut livrer : ce qui se dépense maintenant n’est pas vu.',
		blindSince: (when) =>
			`Aucune source n’a pu livrer depuis ${when} : ce qui se dépense entre-temps n’est pas vu.`,
		last: (age) => `dernier événement ${age}`,
		never: 'rien reçu pour l’instant',
		lastSent: (age) => `dernière transmission ${age}`,
		neverSent: 'rien transmis pour l’instant',
		counts: {
			accepted: 'acceptés',
			rejected: 'incompris',
			foreign: 'd’autres programmes',
			duplicates: 'déjà vus',
			tooOld: 'plus anciens que ce qui est gardé',
			unavailable: 'renvoyés pour plus tard',
			spans: 'spans, non gardés',
			synthetic: 'du diagnostic, non comptés',
			forwarded: 'transmis',
			refused: 'refusés',
			dropped: 'abandonnés',
			retries: 'nouveaux essais',
			looped: 'revenus ici',
			waiting: 'en attente',
			waitingBytes: 'octets en attente'
		}
	},
	range: {
		label: 'Période',
		presets: {
			today: 'Aujourd’hui',
			'7d': '7 jours',
			'30d': '30 jours',
			week: 'Cette semaine',
			month: 'Ce mois-ci'
		},
		custom: 'Dates',
		from: 'Du',
		to: 'Au',
		apply: 'Afficher',
		compare: 'Comparer à la période précédente',
		names: {
			today: 'aujourd’hui',
			'7d': '7 derniers jours',
			'30d': '30 derniers jours',
			week: 'cette semaine',
			month: 'ce mois-ci'
		},
		before: {
			today: 'hier à la même heure',
			'7d': 'les 7 jours d’avant',
			'30d': 'les 30 jours d’avant',
			week: 'la semaine dernière au même point',
			month: 'le mois dernier au même point',
			custom: 'la période précédente'
		},
		span: (from, to) => (from === to ? from : `${from} – ${to}`)
	},
	filter: {
		label: 'Filtrer',
		all: (what) => what.charAt(0).toLocaleUpperCase('fr') + what.slice(1),
		clear: 'Effacer les filtres',
		active: (n, text) => plural(n, text, 'filtre', 'filtres'),
		names: {
			model: 'Modèle',
			project: 'Projet',
			branch: 'Branche',
			profile: 'Profil',
			machine: 'Machine',
			user: 'Utilisateur'
		},
		plurals: {
			model: 'tous les modèles',
			project: 'tous les projets',
			branch: 'toutes les branches',
			profile: 'tous les profils',
			machine: 'toutes les machines',
			user: 'tous les utilisateurs'
		},
		byModelNote:
			'Erreurs, prompts et outils ne portent pas de modèle et ne sont pas montrés sous un filtre de modèle.'
	},
	overview: {
		title: 'Aperçu',
		cost: (range) => `Coût, ${range}`,
		same: (before) => `Comme ${before}`,
		more: (change, before) => `${change} de plus que ${before}`,
		less: (change, before) => `${change} de moins que ${before}`,
		nothingBefore: (before) => `Rien pour ${before}`,
		before: 'Avant',
		figures: 'Chiffres de la période',
		inputTokens: 'Tokens d’entrée',
		outputTokens: 'Tokens de sortie',
		cacheReadTokens: 'Lectures du cache',
		cacheCreationTokens: 'Écritures du cache',
		cacheHitRate: 'Taux de succès du cache',
		cacheSaved: 'Économisé par le cache',
		sessions: 'Sessions',
		activeSessions: 'Actives maintenant',
		requests: 'Requêtes',
		errors: 'Erreurs d’API',
		costOverTime: 'Coût dans le temps',
		costOverTimeAlt: (range) => `Coût par modèle dans le temps, ${range}`,
		tokensOverTime: 'Tokens par type',
		tokensOverTimeAlt: (range) => `Tokens par type dans le temps, ${range}`,
		byModel: 'Par modèle',
		calendar: 'Une année de jours',
		calendarAlt: 'Coût de chaque jour des 53 dernières semaines',
		calendarLess: 'moins',
		calendarMore: 'plus',
		dearest: 'Sessions les plus chères',
		allSessions: 'Toutes les sessions',
		share: 'Part',
		nothing: 'Rien dans cette période.',
		nothingDetail: (date) => `Le dernier jour avec des sessions est le ${date}.`,
		showDay: 'Afficher ce jour',
		showMonth: 'Afficher 30 jours',
		noMatch: 'Aucune session ne correspond aux filtres.'
	},
	basis: {
		title: 'D’où vient ce chiffre',
		reported: 'annoncé par Claude Code',
		computed: 'selon la table des prix',
		metrics: 'par les métriques seules',
		mixed: 'de plusieurs origines',
		unpriced: 'prix inconnu',
		estimate: 'estimation équivalente à l’API, pas une facture',
		short: {
			reported: 'annoncé',
			computed: 'calculé',
			metrics: 'métriques seules',
			mixed: 'mixte',
			unpriced: 'sans prix'
		},
		explainReported: 'Le coût que Claude Code lui-même a envoyé avec chaque requête.',
		explainComputed: 'Requêtes envoyées sans coût, évaluées selon leur modèle, leur taille et leur date.',
		explainUnlogged:
			'Connu par les métriques seules : requêtes interrompues, ou sessions qui n’exportent pas d’événements.',
		explainUnpriced:
			'Requêtes dont le modèle n’a pas de prix connu. Leurs tokens sont comptés, leur coût n’entre pas dans la somme.',
		explainEstimate:
			'C’est ce que les mêmes requêtes coûteraient aux prix publics de l’API. Avec un abonnement, vous payez le prix du forfait ; votre facture est dans l’Anthropic Console.',
		unpricedPart: (n, text) => plural(n, text, 'requête sans prix connu', 'requêtes sans prix connu'),
		unloggedPart: 'par les métriques seules',
		why: 'Pourquoi mon total diffère‑t‑il ?'
	},
	chart: {
		asTable: 'En tableau',
		hour: 'Heure',
		day: 'Jour',
		total: 'Total',
		cost: 'Coût',
		sessions: 'Sessions',
		failed: (detail) => `Le graphique n’a pas pu être tracé : ${detail}`,
		tokens: {
			input: 'Entrée',
			output: 'Sortie',
			cacheRead: 'Lecture du cache',
			cacheWrite: 'Écriture du cache'
		}
	},
	sessions: {
		title: 'Sessions',
		search: 'Chercher titre, projet, branche ou identifiant',
		sort: 'Trier par',
		columns: {
			session: 'Session',
			cost: 'Coût',
			models: 'Modèles',
			duration: 'Durée',
			prompts: 'Prompts',
			errors: 'Erreurs d’API',
			last: 'Dernière activité'
		},
		count: (n, text) => plural(n, text, 'session', 'sessions'),
		shownOf: (shown, all) => `${shown} sessions sur ${all}`,
		lifetime: 'en tout',
		untitled: 'Session',
		noSession: 'Événements envoyés sans session',
		active: 'active',
		errors: (n, text) => plural(n, text, 'erreur d’API', 'erreurs d’API'),
		promptsWord: (n) => plural(n, '', 'prompt', 'prompts').trim(),
		errorsWord: (n) => plural(n, '', 'erreur d’API', 'erreurs d’API').trim(),
		prompts: (n, text) => plural(n, text, 'prompt', 'prompts'),
		none: 'Aucune session dans cette période.',
		noMatch: 'Aucune session ne correspond.',
		ascending: 'plus petites d’abord',
		descending: 'plus grandes d’abord',
		chooseOne: (name) => `Choisir ${name} pour comparer`
	},
	error: {
		title: 'Cette page n’est pas ici',
		detail: 'L’adresse a peut-être changé. Les chiffres, non.',
		home: 'Aller à l’aperçu',
		lateTitle: 'Cette page n’est pas encore complète',
		late: 'Une partie n’est pas arrivée du relais. Elle est redemandée jusqu’à ce qu’elle arrive.'
	},
	panels: {
		figures: 'Chiffres de la période',
		change: (change, before) => `${change} par rapport à ${before}`,
		byModelNote:
			'Rien sur cette page ne dit à quel modèle il appartient : effacez le filtre de modèle pour le voir.',
		clearModel: 'Effacer le filtre de modèle',
		nothing: 'Rien dans cette période.',
		cumulative: 'Cumul',
		name: 'Nom',
		count: 'Nombre',
		share: 'Part',
		cost: 'Coût',
		requests: 'Requêtes',
		calls: 'Appels',
		tokens: 'Tokens',
		notSaid: 'non précisé',
		showEvents: 'Voir les événements'
	}
};
