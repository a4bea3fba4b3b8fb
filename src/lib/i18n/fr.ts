// Every sentence of the app, in French: the shape of `en.ts`.

import { accessFr } from './access-fr.ts';
import { compareFr } from './compare-fr.ts';
import { dataFr } from './data-fr.ts';
import { doctorFr } from './doctor-fr.ts';
import type { Dictionary } from './en.ts';
import { firstFr } from './first-fr.ts';
import { importFr } from './import-fr.ts';
import { peopleFr } from './people-fr.ts';
import { pluralFr as plural } from './plural-fr.ts';
import { privacyFr } from './privacy-fr.ts';
import { saidFr } from './said-fr.ts';
import { channelsFr, signalsFr } from './signals-fr.ts';

export const fr: Dictionary = {
	...firstFr,
	importing: importFr,
	access: accessFr,
	people: peopleFr,
	privacy: privacyFr,
	said: saidFr,
	signals: signalsFr,
	channels: channelsFr,
	compare: compareFr,
	doctor: doctorFr,
	data: dataFr,
	session: {
		title: 'Session',
		requestCount: (n, text) => plural(n, text, 'requête', 'requêtes'),
		toolCount: (n, text) => plural(n, text, 'appel d’outil', 'appels d’outils'),
		back: 'Toutes les sessions',
		missing: 'Cette session n’est pas sur cet appareil.',
		missingDetail: 'Elle est peut-être plus ancienne que ce qui est gardé, ou n’est pas encore arrivée.',
		cost: 'Coût de la session',
		inRange: (range) => `dont ${range}`,
		started: 'Début',
		ended: 'Dernier événement',
		duration: 'Durée',
		activeTime: 'Temps actif',
		prompts: 'Prompts',
		requests: 'Requêtes',
		tokens: 'Tokens',
		cacheHitRate: 'Taux de succès du cache',
		tools: 'Appels d’outils',
		toolsFailed: (n, text) => (n === 0 ? '' : plural(n, text, 'échec', 'échecs')),
		errors: 'Erreurs d’API',
		lines: 'Lignes modifiées',
		commits: 'Commits',
		project: 'Projet',
		branch: 'Branche',
		machine: 'Machine',
		profile: 'Profil',
		user: 'Utilisateur',
		models: 'Modèles',
		id: 'Identifiant',
		promptHidden: (n, text) => `${plural(n, text, 'caractère', 'caractères')}, texte non envoyé`,
		promptUnknown: 'Prompt sans texte',
		eventsTitle: 'Événements',
		missingEvents: (n, text) =>
			`${plural(n, text, 'événement de cette session est', 'événements de cette session sont')} encore en route vers cet appareil.`,
		promptLoggingNote: 'Claude Code n’envoie le texte des prompts que si OTEL_LOG_USER_PROMPTS=1 est défini.'
	},
	causes: {
		findings: 'Pourquoi ce coût',
		atStake: 'en jeu',
		seeRows: 'Voir',
		rules: {
			'cache-expired': (times, tokens, longest, life) =>
				`Le cache a été réécrit ${times}, ${tokens} tokens en tout, parce que rien ne l’avait lu${life === null ? '' : ` pendant ${life}`} : la plus longue pause a duré ${longest}. Avant une longue pause, finissez la tâche ou compactez ; après, commencez une nouvelle session.`,
			'model-switched': (times, tokens, from, to) =>
				`Changer de modèle en cours de session a écrit le contexte dans un autre cache ${times} (${tokens} tokens ; surtout de ${from} à ${to}). Choisissez le modèle au début de la session.`,
			'long-context': (threshold, requests, peak) =>
				`${requests} portaient plus de ${threshold} tokens de contexte, ${peak} au plus. Compactez, ou repartez de zéro entre les tâches.`,
			'huge-result': (tool, size, tokens, carried) =>
				`Un résultat de ${tool} faisait ${size} (environ ${tokens} tokens) et a été porté ensuite par ${carried}. Demandez la partie utile : un intervalle de lignes, un filtre, un résumé.`,
			errors: (failures, refusals, retried) =>
				`${refusals === null ? failures : `${failures} et ${refusals}`} ont mis fin à des tours déjà payés${retried === null ? '' : `, après ${retried} de nouveaux essais`}. Laissez le service se remettre, ou reformulez, avant de renvoyer la même chose.`,
			'subagent-fan-out': (agents, cost) =>
				`Un seul prompt a lancé ${agents}, ${cost} ensemble ; chacun a reçu ses instructions et ses outils à neuf. Donnez plus de travail à moins d’entre eux.`,
			'dear-model': (requests, model, alternative) =>
				`${requests} aux réponses courtes, au petit contexte et sans modification ont tourné sur ${model}. Les mêmes tokens sur ${alternative} auraient coûté d’autant moins.`,
			'repeated-failures': (tool, times, error) =>
				`Le même appel de ${tool} a échoué ${times} de la même façon${error === null ? '' : ` (${error})`}. Arrêtez-le tôt et dites ce qui ne va pas.`
		},
		times: (_n, text) => `${text} fois`,
		agents: (n, text) => plural(n, text, 'sous-agent', 'sous-agents'),
		refusals: (n, text) => plural(n, text, 'refus', 'refus'),
		attribution: 'Où c’est allé',
		viewLabel: 'Répartir par',
		views: {
			cause: 'Cause',
			prompt: 'Prompt',
			tool: 'Outil',
			costKind: 'Type de token',
			role: 'Qui a demandé',
			agent: 'Sous-agent',
			model: 'Modèle',
			skill: 'Skill',
			mcpServer: 'Serveur MCP'
		},
		how: 'Une répartition, pas une facture : le coût de chaque requête est partagé par type de token selon la table des prix et ramené au coût annoncé ; ce qui est entré dans le contexte est partagé selon sa taille. Les parts font exactement le coût de la session.',
		unpriced: (n, text) =>
			plural(
				n,
				text,
				'requête sans prix connu n’est dans aucune part.',
				'requêtes sans prix connu ne sont dans aucune part.'
			),
		explain: {
			prompt:
				'Une part appartient au prompt d’où vient sa cause ; le premier contexte de la conversation et les caches réécrits n’appartiennent à aucun.',
			tool: 'Ce que les résultats de chaque outil ont coûté en entrant dans le contexte. Les porter ensuite est dans le reste.',
			agent: 'La conversation elle-même et ses requêtes annexes sont le reste.',
			skill: 'Selon le nom que Claude Code donne à chaque requête ; les requêtes sans skill sont le reste.',
			mcpServer:
				'Selon le nom que Claude Code donne à chaque requête ; les requêtes sans serveur sont le reste.'
		},
		total: 'Session',
		others: (n, text) => plural(n, text, 'autre', 'autres'),
		showAll: (text) => `Afficher les ${text}`,
		showFewer: 'Afficher moins',
		causeNames: {
			turn: 'Réponses écrites',
			baseline: 'Premier contexte : prompt système, outils, mémoire',
			'entered:prompt': 'Prompts entrés',
			'entered:tool': 'Résultats d’outils entrés',
			'entered:report': 'Rapports de sous-agents entrés',
			'entered:answer': 'Réponses antérieures remises dans le contexte',
			'entered:unknown': 'Entré, origine inconnue',
			'rewritten:expired': 'Cache réécrit après une pause',
			'rewritten:model': 'Cache réécrit pour un autre modèle',
			'rewritten:compaction': 'Contexte réécrit après une compaction',
			'rewritten:unknown': 'Cache réécrit, raison inconnue',
			carrying: 'Port du contexte',
			'metrics:unlogged': 'Par les métriques seules : requêtes interrompues',
			'metrics:metrics': 'Par les métriques seules',
			unknown: 'Envoyé sans tokens'
		},
		kindNames: {
			input: 'Entrée fraîche',
			output: 'Sortie',
			cacheRead: 'Lectures du cache',
			cacheWrite5m: 'Écritures du cache, 5 minutes',
			cacheWrite1h: 'Écritures du cache, 1 heure',
			cacheWriteUnsplit: 'Écritures du cache',
			webSearch: 'Recherches web',
			unknown: 'Envoyé sans tokens'
		},
		roles: {
			main: 'La conversation',
			subagent: 'Sous-agents',
			auxiliary: 'Requêtes annexes (titres, compaction…)'
		},
		groups: {
			baseline: 'Premier contexte de la conversation',
			rewritten: 'Caches réécrits',
			metrics: 'Par les métriques seules',
			rest: 'Tout le reste'
		},
		unnamed: 'sans nom',
		noPrompt: 'Hors de tout prompt',
		whatIf: 'Les mêmes tokens à d’autres prix',
		whatIfNote:
			'Un calcul, pas une prédiction : un autre modèle aurait écrit autre chose. Exact par type de token ; l’écart se mesure à ces requêtes selon la table des prix.',
		whatIfModel: 'Au prix de',
		whatIfOwn: 'tel quel',
		whatIfLives: {
			asSent: 'Cache tel quel',
			fiveMinutes: 'Cache de 5 minutes',
			oneHour: 'Cache d’une heure'
		},
		whatIfLeftOut: (n, text) =>
			plural(
				n,
				text,
				'requête envoyée sans tokens est laissée de côté.',
				'requêtes envoyées sans tokens sont laissées de côté.'
			)
	},
	tree: {
		title: 'Ce qui s’est passé',
		asTree: 'En arbre',
		asEvents: 'Chaque événement',
		show: 'Afficher',
		columns: {
			name: 'Quoi',
			time: 'Heure',
			duration: 'Durée',
			input: 'Entrée',
			output: 'Sortie',
			cacheRead: 'Lu',
			cacheWrite: 'Écrit',
			cost: 'Coût',
			running: 'Cumul',
			when: 'Quand'
		},
		whenNote:
			'Les prompts sont sur le temps de la session, leurs lignes sur le temps de leur prompt ; les temps morts sont repliés.',
		idle: (duration) => `inactif pendant ${duration}`,
		afterPause: (duration) => `après une pause de ${duration}`,
		filters: {
			request: 'Requêtes',
			tool: 'Outils',
			subagent: 'Sous-agents',
			hook: 'Hooks',
			error: 'Échecs',
			session: 'Session'
		},
		dearest: 'Le plus cher',
		dearestNote: 'Va au prompt le plus cher, puis à sa ligne la plus chère',
		nextError: 'Échec suivant',
		foldAll: 'Tout replier',
		unfoldAll: 'Tout déplier',
		failures: (n, text) => plural(n, text, 'échec', 'échecs'),
		fold: 'Replier',
		unfold: 'Déplier',
		keys: 'Les flèches déplacent et replient, Entrée ouvre, D va au plus cher, E à l’échec suivant.',
		nothing: 'Aucun événement de cette session n’est encore sur cet appareil.',
		kinds: {
			prompt: 'Prompt',
			outside: 'Hors de tout prompt',
			request: 'Requête',
			tool: 'Outil',
			subagent: 'Sous-agent',
			unlogged: 'Par les métriques seules',
			hook: 'Hook',
			compaction: 'Contexte compacté',
			mode: 'Mode d’autorisation',
			error: 'Erreur d’API',
			retry: 'Essai raté, recommencé',
			retries: 'Essais abandonnés',
			mcp: 'Serveur MCP',
			skill: 'Skill',
			mention: 'Mention',
			startup: 'Démarrage',
			other: 'Événement'
		},
		flags: {
			failed: 'échec',
			rejected: 'non autorisé',
			'no-result': 'sans résultat',
			refused: 'refusé par le modèle',
			aborted: 'interrompu',
			unlogged: 'son événement n’est pas ici',
			unpriced: 'sans prix',
			uncounted: 'non compté'
		},
		unlogged: 'Travail pour lequel personne n’a tapé de prompt',
		sideRequest: 'requête annexe',
		broughtIn: (cost) => `a fait entrer ${cost}`,
		within: 'Avec tout ce qui suit',
		own: 'Coût',
		soFar: 'Session jusqu’ici',
		causesTitle: 'Où ce coût est allé',
		enteredTitle: 'Ce qu’il a fait entrer dans le contexte',
		entered: (cost, tokens) => `${cost} pour le lire, environ ${tokens} tokens`,
		enteredWith: 'La requête avec laquelle il est entré',
		goTo: 'Montrer sa ligne',
		eventsTitle: 'Ses événements',
		noEvents: 'Pas d’événement propre : d’autres le nomment.'
	},
	live: {
		title: 'En direct',
		pause: 'Pause',
		resume: 'Reprendre',
		sessions: 'Sessions des 10 dernières minutes',
		rate: (text) => `${text} par minute`,
		grouped: 'Par session',
		tool: 'Outil',
		tools: 'outils',
		newEvents: (n, text) => plural(n, text, 'nouvel événement', 'nouveaux événements'),
		paused: 'En pause',
		kinds: {
			prompt: 'Prompts',
			request: 'Requêtes',
			tool: 'Outils',
			error: 'Échecs',
			session: 'Session',
			metric: 'Métriques'
		},
		filter: 'Afficher',
		empty: 'Aucun événement pour l’instant.',
		emptyDetail:
			'Ils apparaissent ici dans la seconde où Claude Code les envoie, par défaut toutes les 5 secondes.',
		noneOfKind: 'Aucun événement récent de ces types.',
		older: 'Afficher les plus anciens'
	},
	event: {
		titles: {
			user_prompt: 'Prompt',
			assistant_response: 'Réponse',
			api_request: 'Requête',
			api_error: 'Erreur d’API',
			api_retries_exhausted: 'Essais abandonnés',
			api_refusal: 'Refusé par le modèle',
			tool_decision: 'Décision sur un outil',
			tool_result: 'Outil',
			subagent_completed: 'Sous-agent terminé',
			compaction: 'Contexte compacté',
			permission_mode_changed: 'Mode d’autorisation',
			mcp_server_connection: 'Serveur MCP',
			skill_activated: 'Skill',
			at_mention: 'Mention',
			hook_registered: 'Hook déclaré',
			hook_execution_start: 'Hook démarré',
			hook_execution_complete: 'Hook terminé',
			plugin_installed: 'Plugin installé',
			plugin_loaded: 'Plugin chargé',
			auth: 'Authentification',
			internal_error: 'Erreur interne',
			metric: 'Métrique',
			session_info: 'Détails de la session',
			other: 'Événement'
		},
		succeeded: 'réussi',
		failed: 'échec',
		tokensIn: (text) => `${text} en entrée`,
		tokensOut: (text) => `${text} en sortie`,
		cached: (text) => `${text} du cache`,
		written: (text) => `${text} écrits`,
		attempt: (text) => `essai ${text}`,
		attempts: (n, text) => plural(n, text, 'essai', 'essais'),
		retried: 'rattrapé par un nouvel essai',
		status: (text) => `statut ${text}`,
		tools: (n, text) => plural(n, text, 'appel d’outil', 'appels d’outils'),
		hooks: (n, text) => plural(n, text, 'hook', 'hooks'),
		change: (from, to) => `${from} → ${to}`,
		characters: (n, text) => plural(n, text, 'caractère', 'caractères'),
		subagent: 'sous-agent',
		unpriced: 'sans prix',
		details: 'Détails de l’événement',
		figures: 'Chiffres',
		raw: 'Tous les attributs',
		rawNote: 'Tels que gardés dans le journal. Les vides sont omis.',
		openSession: 'Ouvrir la session',
		seenBy: 'Vu par',
		cut: (names) => `Coupés à cause de leur taille : ${names}`,
		fields: {
			cost: 'Coût',
			input: 'Entrée',
			output: 'Sortie',
			cacheRead: 'Lecture du cache',
			cacheWrite: 'Écriture du cache',
			duration: 'Durée',
			ttft: 'Premier token après',
			model: 'Modèle',
			resultBytes: 'Résultat',
			inputBytes: 'Taille d’entrée',
			tokens: 'Tokens',
			value: 'Valeur'
		}
	},
	connect: {
		title: 'Connecter Claude Code',
		lead: 'Rien n’est encore arrivé.',
		where: 'Fichier de réglages',
		tabs: { json: 'settings.json', bash: 'bash, zsh', fish: 'fish', powershell: 'PowerShell' },
		jsonNote:
			'dans ~/.claude/settings.json (Windows : %USERPROFILE%\\.claude\\settings.json) ; fusionnez le bloc env avec l’existant',
		bashNote: 'dans le shell d’où vous lancez claude, ou dans ~/.bashrc ou ~/.zshrc',
		fishNote: 'dans le fish d’où vous lancez claude, ou dans ~/.config/fish/config.fish',
		powershellNote: 'dans le PowerShell d’où vous lancez claude, ou dans $PROFILE',
		waiting: 'En attente du premier événement…',
		received: 'Premier événement reçu',
		receivedDetail: (age) => `Le dernier ${age}.`,
		figuresFollow: 'Les chiffres apparaissent avec le premier prompt.',
		noRelay: 'Le relais ne répond pas. Lancez-le avec npm start.',
		privacy:
			'Tout reste sur cette machine. Le texte des prompts n’est pas envoyé, sauf si vous définissez aussi OTEL_LOG_USER_PROMPTS=1.',
		restart: 'Une session déjà lancée doit être relancée pour en tenir compte.',
		off: 'OTLP est désactivé sur ce relais ; définissez TIDEMARK_OTLP_GRPC_PORT pour recevoir la télémétrie.'
	},
	settings: {
		title: 'Réglages',
		connection: 'Connexion et sources',
		device: 'Sur cet appareil',
		display: 'Affichage',
		about: 'À propos',
		events: 'Événements',
		sessions: 'Sessions',
		days: 'Jours',
		covers: 'Couvre',
		usage: 'Espace utilisé',
		usageOf: (used, quota) => `${used} sur ${quota} autorisés`,
		usageUnknown: 'Ce navigateur ne le dit pas',
		persisted: 'Conservation',
		persistedYes: 'Le navigateur ne l’effacera pas de lui-même',
		persistedNo: 'Le navigateur peut l’effacer quand la place manque',
		persist: 'Demander au navigateur de le garder',
		persistRefused:
			'Le navigateur a refusé. Installer l’application, ou y venir souvent, le fait changer d’avis.',
		replica: 'C’est une copie, pour la vitesse et la lecture hors ligne ; le relais détient le journal.',
		language: 'Langue',
		languageAuto: 'Comme le navigateur',
		theme: 'Thème',
		themes: { auto: 'Comme le système', light: 'Clair', dark: 'Sombre' },
		zone: 'Fuseau horaire',
		zoneAuto: (zone) => `Comme l’appareil (${zone})`,
		firstDay: 'La semaine commence le',
		density: 'Densité',
		densities: { comfortable: 'Confortable', compact: 'Compacte' },
		rebuild: 'Vérifier en recalculant',
		rebuildNote: 'Additionne à nouveau chaque événement gardé et compare aux chiffres affichés.',
		rebuildEqual: (n, text) =>
			`${plural(n, text, 'événement recalculé', 'événements recalculés')} : tous les chiffres concordent.`,
		rebuildDiffer: (n, text) =>
			`${plural(n, text, 'événement recalculé', 'événements recalculés')} : des chiffres différaient et sont corrigés.`,
		resync: 'Tout rapatrier à nouveau',
		resyncNote: 'Vide la copie de cet appareil et la relit depuis le relais. Rien n’est perdu au relais.',
		resyncConfirm: 'Vider et rapatrier',
		resyncDone: 'Vidé. L’historique revient.',
		failed: (detail) => `Cela n’a pas marché : ${detail}`,
		working: 'En cours…',
		install: 'Installer l’application',
		installNote: 'Dans sa propre fenêtre, et lisible hors ligne.',
		version: 'Version',
		folder: 'Dossier des données',
		horizon: 'Événements bruts gardés depuis',
		horizonAll: 'tous',
		epoch: 'Journal',
		relayEvents: 'Événements du journal',
		licence: 'Licence MIT'
	},
	accuracy: {
		title: 'Exactitude',
		heading: 'Pourquoi mon total diffère‑t‑il ?',
		made: 'De quoi le total est fait',
		madeAlt: (share) => `${share} du coût a été vu par la télémétrie et dans une transcription`,
		total: 'Total',
		parts: {
			confirmed: 'Vu des deux côtés',
			telemetryOnly: 'Télémétrie seule',
			recovered: 'Récupéré',
			untold: 'L’un de ceux-ci',
			metrics: 'Métriques seules'
		},
		partWhy: {
			confirmed: 'Envoyé comme événement et trouvé dans une transcription.',
			telemetryOnly: 'Envoyé comme événement ; dans aucune transcription lue.',
			recovered: 'Perdu en chemin et connu par une transcription, évalué selon la table des prix.',
			untold:
				'De cellules où plusieurs modèles partagent le compte : le filtre de modèle cache lequel c’était.',
			metrics: 'Compté par les métriques de Claude Code, sans requête derrière.'
		},
		bases: 'Selon l’origine du coût',
		reported: 'Annoncé par Claude Code',
		computed: 'Selon la table des prix',
		unpriced: 'Requêtes sans prix connu',
		unpricedWhy: 'Hors du total. Jamais comptées comme zéro.',
		estimate: 'Elles coûteraient environ',
		estimateWhy: (n, text) =>
			`Une estimation pour ${plural(n, text, 'requête', 'requêtes')}, au dernier prix de la même famille. Hors du total.`,
		pending: 'En chemin',
		pendingWhy:
			'Des métriques en avance sur leurs événements. Compté après deux minutes si aucun événement ne l’explique.',
		noTranscripts: 'Aucune transcription n’a été lue dans cette période : la télémétrie est le seul témoin.',
		sourcesLink: 'Sources dans les réglages',
		requests: (n, text) => plural(n, text, 'requête', 'requêtes'),
		reasonsTitle: 'Les écarts, et pourquoi',
		reasonsNote:
			'Une raison n’est nommée que si les comptes la prouvent au nano-dollar près. Les montants signés comparent ce que Claude Code a annoncé à la table des prix.',
		reasonsNone: 'Rien ne diffère dans cette période.',
		reasons: {
			interrupted: [
				'Requêtes interrompues',
				'Les métriques contiennent plus que les événements, et la transcription montre une requête coupée. Son coût ne laisse aucun événement.'
			],
			beyondEvents: [
				'Raison inconnue : métriques au-delà des événements',
				'Les métriques contiennent plus que les événements. Une requête interrompue fait cela ; rien ici ne le prouve.'
			],
			metricsOnly: ['Sessions qui n’exportent que des métriques', 'Il n’y a pas d’événements à comparer.'],
			sideRequests: [
				'Requêtes annexes',
				'Titres, résumés, compaction. Facturées, mais Claude Code n’en écrit aucune dans une transcription : les outils qui lisent les transcriptions les manquent.'
			],
			notInTranscript: [
				'Raison inconnue : absent de la transcription',
				'La transcription de la session a été lue et ne contient pas ces requêtes.'
			],
			noTranscript: [
				'Pas de transcription',
				'Sessions dont aucune transcription n’a été lue : autre machine, fichier supprimé, ou lecture désactivée.'
			],
			unknownModel: [
				'Modèles inconnus de la table, à un prix par défaut',
				'Claude Code donne à un modèle inconnu le prix d’un autre (5 $ et 25 $ par million de tokens, ou 4 $ et 20 $) sans le dire. La facture peut dire autre chose.'
			],
			unknownModelOther: [
				'Modèles inconnus de la table',
				'Annoncés à un coût qui n’est pas le prix par défaut de Claude Code.'
			],
			priceChange: [
				'Autre prix du même modèle',
				'Annoncé à un prix que la table donne pour une autre date ou taille.'
			],
			defaultPrice: [
				'Modèle connu au prix par défaut',
				'Annoncé à 5 $ et 25 $ par million de tokens, ou 4 $ et 20 $ : ce que Claude Code prend pour un modèle inconnu.'
			],
			write1hAs5m: [
				'Écritures de cache d’1 heure annoncées comme 5 minutes',
				'L’écart est l’écriture la plus chère, au nano-dollar près.'
			],
			write5mAs1h: [
				'Écritures de cache de 5 minutes annoncées comme 1 heure',
				'L’écart est l’écriture la moins chère, au nano-dollar près.'
			],
			webSearch: ['Recherches web', 'L’écart est un nombre entier de recherches à 0,01 $.'],
			fastMode: ['Mode rapide', 'Annoncé au facteur du mode rapide, que la télémétrie n’a pas nommé.'],
			usInference: ['Inférence aux États-Unis seulement', 'Annoncé à 1,1 fois le prix de la table.'],
			driftUnknown: [
				'Raison inconnue : l’annoncé n’est pas le prix de la table',
				'Aucun changement de prix connu n’explique l’écart.'
			]
		},
		compare: 'Comparer à un autre chiffre',
		compareNote: 'Tapez ce qu’il dit pour cette période et ces filtres. Rien n’est gardé ni envoyé.',
		against: 'Chiffre de',
		againstNames: {
			console: 'Anthropic Console',
			ccusage: 'ccusage',
			cost: '/cost dans Claude Code',
			telemetry: 'Un autre tableau de bord'
		},
		againstNotes: {
			console:
				'La Console facture l’API par jours UTC et pour toute l’organisation : autres personnes, machines et programmes compris, remises négociées déduites. L’usage sous abonnement n’y est pas du tout.',
			ccusage:
				'Il lit les transcriptions d’une machine et les évalue selon sa propre table. Ce qui n’est dans aucune transcription n’est pas dans sa somme.',
			cost: 'Il montre le cumul d’une session. Une session dérivée ou reprise commence au total de la précédente : les additionner compte deux fois.',
			telemetry:
				'Il montre ce que la télémétrie lui a apporté, d’ordinaire des métriques ou des événements seuls, et rien de ce qui s’est perdu en route.'
		},
		amount: 'Montant en USD',
		amountInvalid: 'Ce n’est pas un montant.',
		difference: 'Il diffère de',
		more: (amount) => `${amount} de plus qu’ici`,
		less: (amount) => `${amount} de moins qu’ici`,
		same: 'Le même, au centime près.',
		adds: (names) => `Ensemble, ceux-ci font l’écart : ${names}.`,
		addsNone: 'Aucune combinaison de ce qui est connu ne fait l’écart. Ce qui reste a une raison inconnue.',
		addsNoneUnknown: 'Rien de connu ici ne ferait différer les deux : la raison est inconnue.',
		candidates: {
			sideRequests: 'Requêtes annexes qu’il ne voit pas',
			notInTranscript: 'Requêtes absentes des transcriptions',
			noTranscript: 'Sessions sans transcription ici',
			metrics: 'Par les métriques seules',
			drift: 'Coût annoncé contre table des prix',
			unknownModels: 'Modèles sans prix public',
			unpriced: 'Requêtes sans prix, estimées',
			utcDays: 'Les mêmes dates comptées en UTC',
			forkTotals: 'Cumuls au-delà des requêtes de la session',
			recovered: 'Requêtes perdues par la télémétrie'
		},
		candidate: 'Candidat',
		effect: 'Le changerait de',
		accounts: 'l’explique',
		left: 'Reste',
		days: 'Couverture par jour',
		daysAlt: (range) => `Coût selon qui l’a vu, par jour, ${range}`,
		day: 'Jour',
		table: 'Jour par jour',
		cost: 'Coût',
		sessions: 'Sessions aux plus grands écarts',
		sessionsNote:
			'Ce qu’un seul côté connaît, diffère de prix, ou diffère du cumul de Claude Code (parmi les 60 sessions les plus chères). Les coûts sont ceux de la période.',
		sessionsNone: 'Aucune session n’a d’écart dans cette période.',
		session: 'Session',
		gap: 'Écart',
		missed: 'Manqué',
		stated: 'Son total',
		lifetime: 'Toute sa vie',
		unpricedShort: 'Sans prix',
		notes: 'Bon à savoir',
		forks: 'Sessions dérivées et reprises',
		forksNote:
			'Le total propre d’une session dérivée commence à celui de son origine, et les lignes copiées se répètent dans sa transcription. Ici chaque requête compte une fois, dans une session.',
		forksAmount: (amount) =>
			`Dans les sessions ci-dessus, leurs totaux dépassent leurs requêtes de ${amount}.`,
		plan: 'Abonnement ou API',
		planNote:
			'Tous les montants sont ce que les mêmes requêtes coûtent aux prix publics de l’API. Avec un abonnement vous payez le forfait et aucune requête n’est facturée ; avec une clé d’API la facture est dans la Console, remises déduites.',
		zone: 'Jours',
		zoneNote: (here, utc) =>
			`Les jours ici sont les vôtres : ${here}. Les mêmes dates comptées en UTC : ${utc}.`,
		clearModel:
			'Sous un filtre de modèle, on ne sait qui a vu une requête que si un quart d’heure n’a qu’une réponse.'
	},
	prices: {
		title: 'Prix',
		note: 'USD par million de tokens. Une requête est évaluée selon sa date et sa taille, et seulement si Claude Code n’a pas envoyé de coût.',
		checked: (date) => `Vérifié le ${date} sur`,
		source: 'la page de prix d’Anthropic',
		builtin: 'La table vient avec chaque version.',
		table: 'Table des prix',
		model: 'Modèle',
		from: (date) => `à partir du ${date}`,
		above: (tokens) => `prompts de plus de ${tokens} tokens`,
		fast: (factor) => `mode rapide × ${factor}`,
		input: 'Entrée',
		output: 'Sortie',
		write5m: 'Écriture 5 min',
		write1h: 'Écriture 1 h',
		read: 'Lecture du cache',
		health: 'Coûts annoncés contre la table, 90 derniers jours',
		agrees: (n, text) =>
			`${plural(n, text, 'coût annoncé comparé', 'coûts annoncés comparés')}, au prix de la table au nano-dollar près.`,
		incomparable:
			'Aucun coût annoncé n’a pu être comparé : la télémétrie seule ne distingue pas les écritures de cache de 5 minutes de celles d’1 heure. Les transcriptions le font.',
		outdated: (model, date) => `Table des prix dépassée pour ${model} depuis le ${date}`,
		differed: (model, from, to) => `${model} différait de la table, ${from} – ${to}`,
		explained: (model, reason) => `${model} : ${reason}`,
		driftAmount: (n, text, amount) => `${plural(n, text, 'requête', 'requêtes')}, ${amount} en tout.`,
		unpriced: (model, n, text) => `${model} : ${plural(n, text, 'requête sans prix', 'requêtes sans prix')}`,
		estimate: (amount, like) => `Estimation, hors de tout total : environ ${amount} au prix de ${like}.`,
		noEstimate: 'Aucun prix de sa famille pour l’estimer.',
		noEstimateKnown: 'Ses tokens, ou le prix de son mode, sont inconnus.',
		unknown: (models, amount) =>
			`Absents de la table, coûts annoncés par Claude Code : ${models} (${amount}).`,
		why: 'Pourquoi mon total diffère‑t‑il ?'
	},
	commands: {
		title: 'Aller à une page, une session ou un réglage',
		placeholder: 'Page, session, réglage',
		none: 'Rien ne s’appelle ainsi.',
		groups: { page: 'Pages', session: 'Sessions', action: 'Actions' },
		theme: (name) => `Thème : ${name}`,
		density: (name) => `Densité : ${name}`,
		language: (name) => `Langue : ${name}`,
		help: 'Raccourcis clavier',
		keysTitle: 'Raccourcis clavier',
		anywhere: 'Partout',
		onSession: 'Sur la page d’une session',
		afterwards: 'puis',
		keys: {
			palette: 'Commandes',
			help: 'Ces raccourcis',
			search: 'Chercher sur cette page, ou dans tous les événements',
			hide: 'Masquer ou afficher le contenu',
			go: (page) => `Aller à : ${page}`,
			move: 'Se déplacer et replier',
			openRow: 'Ouvrir la ligne',
			dearest: 'Le prompt le plus cher, puis la ligne la plus chère',
			nextError: 'L’échec suivant'
		},
		singleKeys: 'Raccourcis d’une seule touche',
		singleKeysNote: 'Désactivez-les si la dictée ou un faux mouvement peut les déclencher.'
	},
	tools: {
		title: 'Outils',
		calls: 'Appels d’outils',
		failures: 'Échecs',
		success: 'Taux de réussite',
		p50: 'Durée médiane',
		p95: '95e centile',
		totalTime: 'Temps dans les outils',
		unnamedMcp: 'Outils MCP, sans nom',
		perHour: 'Appels par heure active',
		accepts: 'Acceptés',
		rejects: 'Refusés',
		acceptance: 'Acceptation',
		overTime: 'Appels d’outils dans le temps',
		overTimeAlt: (range) => `Appels par outil dans le temps, ${range}`,
		successOverTime: 'Taux de réussite dans le temps',
		successOverTimeAlt: (range) => `Part des appels d’outils réussis dans le temps, ${range}`,
		byTool: 'Par outil',
		columns: {
			tool: 'Outil',
			calls: 'Appels',
			share: 'Part',
			success: 'Réussite',
			failures: 'Échecs',
			p50: 'Médiane',
			p95: 'p95',
			total: 'Temps total',
			input: 'Entrée',
			result: 'Résultats',
			accepts: 'Acceptés',
			rejects: 'Refusés'
		},
		decisions: 'Autorisations',
		decisionsNote: 'Qui a laissé tourner un outil, ou l’a arrêté.',
		source: 'Décidé par',
		sources: {
			config: 'les réglages, sans demander',
			hook: 'un hook',
			user_permanent: 'vous, pour toujours',
			user_temporary: 'vous, cette fois',
			user_abort: 'vous, en arrêtant',
			user_reject: 'vous, en refusant'
		},
		mcp: 'Serveurs MCP',
		mcpColumns: {
			server: 'Serveur',
			calls: 'Appels',
			failures: 'Échecs',
			connected: 'Connecté',
			failed: 'Non connecté',
			requests: 'Requêtes',
			cost: 'Coût'
		},
		mcpNote: 'Requêtes et coût sont ceux pour lesquels Claude Code nomme un serveur.',
		none: 'Aucun outil n’a servi dans cette période.'
	},
	performance: {
		title: 'Performances',
		requests: 'Requêtes d’API',
		average: 'Temps de réponse moyen',
		p50: 'Temps de réponse médian',
		p95: '95e centile',
		ttft: 'Temps médian au premier token',
		errors: 'Erreurs d’API',
		errorRate: 'Taux d’erreur',
		retriesExhausted: 'Essais abandonnés',
		refusals: 'Refus',
		cacheHitRate: 'Taux de succès du cache',
		compactions: 'Compactions',
		latencyOverTime: 'Temps de réponse dans le temps',
		latencyOverTimeAlt: (range) => `Médiane et 95e centile des temps de réponse, ${range}`,
		median: 'Médiane',
		p95Short: 'p95',
		ttftShort: 'Premier token, médiane',
		requestsOverTime: 'Requêtes par modèle',
		requestsOverTimeAlt: (range) => `Requêtes d’API par modèle dans le temps, ${range}`,
		errorsOverTime: 'Erreurs dans le temps',
		errorsOverTimeAlt: (range) => `Erreurs d’API dans le temps, ${range}`,
		errorsByStatus: 'Erreurs par statut',
		status: 'Statut',
		network: 'Pas de réponse',
		errorsNote:
			'Une erreur d’API est une tentative échouée. La télémétrie donne celle qui a mis fin à une requête ; les transcriptions donnent aussi celles qu’une nouvelle tentative a rattrapées. Le taux d’erreur est leur part de toutes les tentatives ; les abandons comptent des requêtes.',
		noErrors: 'Aucune erreur d’API dans cette période.',
		cacheOverTime: 'Taux de succès du cache dans le temps',
		cacheOverTimeAlt: (range) => `Part des tokens d’entrée lus du cache dans le temps, ${range}`,
		byModel: 'Temps de réponse par modèle',
		columns: {
			model: 'Modèle',
			requests: 'Requêtes',
			average: 'Moyenne',
			p50: 'Médiane',
			p95: 'p95',
			ttftP50: 'Premier token',
			ttftP95: 'Premier token, p95'
		},
		none: 'Aucune requête d’API dans cette période.',
		within: 'Les centiles sont lus dans un histogramme, à 9 % près.'
	},
	productivity: {
		title: 'Productivité',
		linesAdded: 'Lignes ajoutées',
		linesRemoved: 'Lignes supprimées',
		commits: 'Commits',
		pullRequests: 'Pull requests',
		activeUser: 'Vous, actif',
		activeCli: 'Claude, au travail',
		sessions: 'Sessions',
		costPerCommit: 'Coût par commit',
		costPerLines: 'Coût pour 100 lignes',
		costPerHour: 'Coût par heure active',
		costPerSession: 'Coût par session',
		acceptance: 'Modifications acceptées',
		saved: 'Économisé par le cache',
		linesOverTime: 'Lignes dans le temps',
		linesOverTimeAlt: (range) => `Lignes ajoutées et supprimées dans le temps, ${range}`,
		added: 'Ajoutées',
		removed: 'Supprimées',
		activityOverTime: 'Commits et pull requests',
		activityOverTimeAlt: (range) => `Commits et pull requests dans le temps, ${range}`,
		activeOverTime: 'Temps actif',
		activeOverTimeAlt: (range) => `Temps actif de vous et de Claude dans le temps, ${range}`,
		you: 'Vous',
		claude: 'Claude',
		week: 'Heures de la semaine',
		weekNote: 'Sessions au travail à chaque heure, sur toutes les semaines de la période.',
		weekAlt: (range) => `Sessions par heure de la semaine, ${range}`,
		weekCell: (day, hour, n, text) => `${day} ${hour} : ${plural(n, text, 'session', 'sessions')}`,
		day: 'Jour',
		editsByTool: 'Modifications par outil',
		editsByLanguage: 'Modifications par langage',
		language: 'Langage',
		tool: 'Outil',
		noMetrics:
			'Lignes, commits, temps et modifications viennent des métriques. Définissez OTEL_METRICS_EXPORTER=otlp pour les avoir.',
		languageNote:
			'Connu quand les métriques sont envoyées par intervalles, ce que Claude Code fait par défaut.'
	},
	skills: {
		title: 'Skills et agents',
		activations: 'Activations de skills',
		unique: 'Skills différents',
		pluginShare: 'Venant de plugins',
		commands: 'Commandes slash',
		plugins: 'Plugins installés',
		runs: 'Sous-agents terminés',
		agentCost: 'Coût des sous-agents',
		agentShare: 'Part du coût',
		overTime: 'Activations dans le temps',
		overTimeAlt: (range) => `Activations par skill dans le temps, ${range}`,
		bySkill: 'Skills',
		skill: 'Skill',
		activationsShort: 'Activations',
		byTrigger: 'Comment les skills démarrent',
		bySource: 'D’où viennent les skills',
		triggers: { 'claude-proactive': 'par Claude', 'user-slash': 'par commande slash' },
		sources: {
			userSettings: 'vos réglages',
			projectSettings: 'le projet',
			plugin: 'un plugin',
			bundled: 'Claude Code',
			builtin: 'Claude Code'
		},
		byCommand: 'Commandes slash',
		command: 'Commande',
		byCommandSource: 'D’où viennent les commandes',
		commandSources: { builtin: 'Claude Code', custom: 'personnelle', plugin: 'un plugin' },
		byPlugin: 'Plugins installés',
		plugin: 'Plugin',
		byPluginTrigger: 'Comment les plugins ont été installés',
		byAgent: 'Sous-agents',
		agent: 'Type',
		runsShort: 'Terminés',
		none: 'Rien de tel dans cette période.',
		custom: 'Claude Code n’envoie les noms de vos propres skills qu’avec OTEL_LOG_TOOL_DETAILS=1.',
		recent: 'Activations récentes'
	},
	search: {
		title: 'Recherche',
		label: 'Chercher dans tous les événements',
		placeholder: 'Prompts, commandes, erreurs, fichiers, identifiants',
		start: 'Chercher',
		cancel: 'Arrêter',
		again: 'Chercher à nouveau',
		facets: 'Affiner',
		facetNames: {
			name: 'Événement',
			model: 'Modèle',
			tool: 'Outil',
			project: 'Projet',
			profile: 'Profil',
			success: 'Résultat'
		},
		succeeded: 'Réussi',
		failed: 'Échec',
		cost: 'Coût supérieur à (USD)',
		found: (n, text) => plural(n, text, 'événement', 'événements'),
		progress: (percent) => `${percent} parcourus`,
		stopped: 'Arrêté',
		took: (n, text, time) => `${plural(n, text, 'événement parcouru', 'événements parcourus')} en ${time}`,
		none: 'Aucun événement ne correspond.',
		noneDetail: 'Essayez moins de mots, une période plus longue ou moins de filtres.',
		notYet: (have, total) =>
			`L’historique arrive encore : ${have} événements sur ${total} sont sur cet appareil.`,
		more: 'Afficher plus',
		volume: 'Événements dans le temps',
		volumeAlt: (range) => `Événements correspondants dans le temps, ${range}`,
		results: 'Résultats',
		save: 'Enregistrer cette recherche',
		saved: 'Recherches enregistrées',
		remove: (name) => `Retirer ${name}`,
		everything: 'Tous les événements',
		clear: 'Effacer',
		others: (text) => `${text} de plus`,
		textNote: 'Prompts et détails d’outils se trouvent là où Claude Code a été autorisé à les envoyer.',
		failedSearch: (detail) => `La recherche s’est arrêtée : ${detail}`
	}
};
