// Sentences on the data as a whole and on the monthly statement, in French. Part of `fr.ts`.
import type { dataEn, statementEn } from './data-en.ts';

export const dataFr: typeof dataEn = {
	title: 'Vos données',
	lead: 'Sauvegarder, garder moins, supprimer.',
	link: 'Sauvegarder, garder moins, supprimer…',
	failed: (detail) => `Impossible : ${detail}`,
	days: (n) => `${n} jours`,
	all: 'Tous',
	backup: {
		title: 'Sauvegarder et déplacer',
		what: 'Un fichier avec tous les événements, chiffres, budgets et alertes, et les clés des messages push ; pas les connexions. Qui l’a peut tout y lire : gardez-le pour vous. Tidemark continue pendant ce temps.',
		action: 'Sauvegarder maintenant',
		restore:
			'Pour restaurer, ou passer à une autre machine, arrêtez-y Tidemark et lancez ceci. Les navigateurs reprennent où ils en sont.'
	},
	keep: {
		title: 'Durée de conservation des événements',
		what: 'Les événements bruts (requêtes, appels d’outils, prompts) peuvent être abandonnés après un temps. Les chiffres restent : coût, tokens et nombres par session et par quart d’heure.',
		relay: 'Sur le relais',
		device: 'Sur cet appareil',
		now: 'Garder les événements des derniers',
		goes: (events, sessions, date) =>
			`${events} événements de ${sessions} sessions avant le ${date} disparaissent.`,
		none: 'Rien ne disparaît maintenant.',
		stays: (days, sessions, money) =>
			`Il reste de cette période : les chiffres de ${days} jours et ${sessions} sessions, ${money}.`,
		left: (events) => `${events} événements restent.`,
		apply: 'Les abandonner',
		applyKeep: 'Enregistrer',
		applied: 'C’est fait.',
		fixed: 'TIDEMARK_RETENTION_DAYS en décide.',
		deviceNote: 'Le relais les garde, et chaque chiffre reste ici ce qu’il est.',
		deviceGoes: (events, date) => `${events} événements avant le ${date} quittent cet appareil.`,
		busy: 'Des événements passés arrivent encore. Réessayez ensuite.'
	},
	forget: {
		title: 'Supprimer des données',
		what: 'Définitivement, sur le relais et sur chaque appareil dès qu’il est en ligne, sans retour : Tidemark ne les relira ni dans les transcriptions, ni dans Loki, ni dans Prometheus. Ceux-ci, les fichiers de Claude Code et les sauvegardes ne sont pas touchés. Les événements du moment arrivent toujours.',
		scope: 'Quoi',
		range: 'Une période',
		project: 'Un projet',
		everything: 'Tout, avec tout ce qui a été configuré',
		from: 'Du',
		to: 'Au',
		unknown: 'Projet inconnu',
		show: 'Voir ce qui disparaît',
		preview: (events, sessions, money) =>
			`${events} événements de ${sessions} sessions disparaissent, soit ${money}.`,
		goesToo: 'Disparaissent aussi :',
		setUp: {
			budgets: (n) => (n === '1' ? '1 budget' : `${n} budgets`),
			alerts: (n) => (n === '1' ? '1 alerte' : `${n} alertes`),
			prices: (n) => (n === '1' ? '1 prix personnel' : `${n} prix personnels`),
			names: (n) => (n === '1' ? '1 nom personnel' : `${n} noms personnels`),
			channels: (n) =>
				n === '1'
					? '1 canal, avec son adresse et son secret'
					: `${n} canaux, avec leurs adresses et leurs secrets`,
			pushDevices: (n) =>
				n === '1'
					? 'l’adresse push de 1 appareil, jusqu’à ce que l’app y soit rouverte'
					: `les adresses push de ${n} appareils, jusqu’à ce que l’app y soit rouverte`
		},
		stays: 'Restent :',
		staying: [
			'Les appareils connectés et les jetons d’envoi : à révoquer dans les réglages.',
			'Les clés push du relais et la durée de conservation.',
			'L’affichage et les recherches enregistrées de chaque navigateur, jusqu’à sa déconnexion.',
			'Pour que rien ne revienne : des empreintes salées de ce qui a été supprimé et les chemins des transcriptions lues.',
			'Les sauvegardes, les fichiers de Claude Code, Loki et Prometheus.'
		],
		empty: 'Il n’y a rien de tel.',
		confirm: (word) => `Tapez « ${word} » pour confirmer`,
		word: 'supprimer',
		action: 'Supprimer définitivement',
		working: 'Suppression en cours. Cela peut prendre une minute : le relais réécrit sa base.',
		done: (events, sessions, money) =>
			`Supprimé : ${events} événements de ${sessions} sessions, ${money}. Les fichiers du relais n’en contiennent plus rien.`,
		notCleared: 'Un lecteur a gardé le journal du relais ouvert : redémarrez Tidemark pour effacer le reste.',
		aside: (n) =>
			`${n} dossiers mis de côté par une restauration les contiennent encore : supprimez « replaced-… » dans le dossier de données.`
	}
};

export const statementFr: typeof statementEn = {
	title: 'Relevé',
	link: 'Relevé mensuel',
	of: (month) => `Relevé de ${month}`,
	month: 'Mois',
	print: 'Imprimer',
	made: (date, zone) => `Établi le ${date}. Les jours suivent le fuseau ${zone}.`,
	total: 'Total',
	byProject: 'Par projet',
	byModel: 'Par modèle',
	byWeek: 'Par semaine',
	name: 'Nom',
	sessions: 'Sessions',
	requests: 'Requêtes',
	tokens: 'Tokens',
	cost: 'Coût',
	week: (from, to) => `${from} – ${to}`,
	notes: 'D’où viennent ces chiffres',
	running: 'Le mois n’est pas fini : les chiffres sont ceux de maintenant.',
	unlogged: (money) => `${money} n’est connu que par les métriques.`,
	unpriced: (n) => `${n} requêtes n’ont pas de prix connu et ne sont pas dans le total.`,
	computed: (money) => `${money} a été calculé d’après les tokens et la table des prix.`,
	horizon: (date) =>
		`Les événements bruts d’avant le ${date} ne sont plus conservés ; leurs chiffres le sont.`,
	away: 'Tous les chiffres ne sont pas encore sur cet appareil, et le relais est injoignable. Le relevé sera établi dès qu’il répond.',
	nothing: 'Rien n’a été reçu ce mois-là.'
};
