// What the doctor says, in French. Part of `fr.ts`; a problem's sentence names what mends it.
import type { DoctorWords } from './doctor-en.ts';

export const doctorFr: DoctorWords = {
	title: 'Diagnostic',
	lead: 'Examine tout ce qui sépare Claude Code d’un chiffre et envoie un enregistrement témoin sur ce chemin. Il n’est compté nulle part.',
	run: 'Vérifier',
	again: 'Vérifier encore',
	running:
		'Vérification… L’enregistrement témoin est suivi ; derrière un Collector, cela prend jusqu’à une minute.',
	well: 'Tout va bien.',
	broken: 'Quelque chose ne va pas.',
	failed: (detail) => `La vérification n’a pas pu se faire : ${detail}`,
	terminal: 'De même dans un terminal, aussi quand le relais est arrêté :',
	command: 'Commande',
	device: 'Cet appareil',
	relay: 'Relais et chemin des données',
	offline: 'Le relais est injoignable : seul cet appareil est vérifié.',
	states: { ok: 'bien', note: 'à savoir', bad: 'en panne' },
	names: {
		node: 'Version de Node',
		build: 'Build de l’app',
		relay: 'Relais',
		ports: 'Ports OTLP',
		data: 'Dossier de données',
		disk: 'Espace libre',
		claude: 'Réglages de Claude Code',
		transcripts: 'Transcriptions',
		send: 'Enregistrement témoin envoyé',
		arrive: 'Enregistrement témoin reçu',
		loki: 'État de Loki',
		lokiHolds: 'Témoin dans Loki',
		prometheus: 'État de Prometheus',
		prometheusHolds: 'Témoin dans Prometheus',
		relayReads: 'Lu dans Loki par le relais',
		collector: 'État du Collector',
		push: 'Appareils push',
		storage: 'Copie de ce navigateur',
		deviceClock: 'Horloge de cet appareil',
		notifications: 'Notifications ici',
		serviceWorker: 'App hors ligne'
	},
	problems: {
		nodeOld: (value) => `${value} est trop ancien : installez Node 22.19 ou plus récent.`,
		buildStale: () => 'plus ancien que ses sources, ou absent : npm start le refait.',
		relayDown: (value) => `rien ne répond à ${value} : npm start.`,
		relayForeign: (value) =>
			`un autre programme répond à ${value} : mettez un port libre dans TIDEMARK_PORT.`,
		relayOther: (value) => `une autre version tourne (${value}) : arrêtez-la et refaites npm start.`,
		relayDegraded: (value) => `il demande attention. ${value}`,
		otlpOff: () =>
			'les deux sont désactivés : définissez TIDEMARK_OTLP_GRPC_PORT ou TIDEMARK_OTLP_HTTP_PORT.',
		otlpDown: (value) =>
			`rien n’écoute sur le port ${value} : démarrez Tidemark, ou voyez quel programme a pris le port.`,
		dataMissing: (value) => `${value} n’existe pas encore : le premier démarrage le crée.`,
		dataOpen: (value) => `${value} est ouvert aux autres utilisateurs : faites chmod go= dessus.`,
		dataUnwritable: (value) =>
			`${value} n’est pas inscriptible : donnez-le à votre utilisateur, ou définissez TIDEMARK_DATA_DIR.`,
		diskFull: (value) => `il ne reste que ${value} : bientôt rien ne pourra être stocké. Faites de la place.`,
		diskLow: (value) => `il ne reste que ${value}.`,
		claudeUnset: (value) => `${value} n’envoie pas de télémétrie : npm run connect.`,
		claudeUnreadable: (value) =>
			`${value} est illisible ou n’est pas du JSON valide : corrigez-le, puis npm run connect.`,
		claudeOff: (value) => `CLAUDE_CODE_ENABLE_TELEMETRY=1 manque dans ${value} : npm run connect.`,
		claudeNoLogs: (value) =>
			`OTEL_LOGS_EXPORTER=otlp manque dans ${value}, il ne vient donc que des métriques : npm run connect.`,
		claudeNoMetrics: (value) => `OTEL_METRICS_EXPORTER=otlp manque dans ${value} : npm run connect.`,
		claudeNoSession: (value) =>
			`OTEL_METRICS_INCLUDE_SESSION_ID=false dans ${value} supprime les identifiants de session : retirez-le.`,
		claudePort: (value) =>
			`protocole et port ne vont pas ensemble (${value}) : gRPC va à 4317, HTTP à 4318. npm run connect règle les deux.`,
		claudeElsewhere: (value) =>
			`la télémétrie va à ${value}, que ce relais ne lit pas : npm run connect, ou définissez LOKI_URL.`,
		transcriptsNone: (value) => `aucun dossier de Claude Code dans ${value}.`,
		transcriptsUnreadable: (value) => `${value} Corrigez TIDEMARK_TRANSCRIPTS.`,
		sendUnreachable: (value) =>
			`envoi impossible : ${value}. Démarrez le récepteur, ou corrigez OTEL_EXPORTER_OTLP_ENDPOINT.`,
		sendToken: (value) =>
			`le récepteur veut un jeton (${value}) : npm run connect avec TIDEMARK_INGEST_TOKEN défini.`,
		sendRefused: (value) =>
			`le récepteur l’a refusé : ${value}. OTEL_EXPORTER_OTLP_PROTOCOL convient-il au port ?`,
		notArrived: (value) =>
			`accepté, mais pas vu par le relais en ${value} : un autre programme tient peut-être le port, ou TIDEMARK_DATA_DIR diffère de celui du relais.`,
		sourceFailing: (value) => `${value} Corrigez son adresse ou son jeton et redémarrez Tidemark.`,
		sourceStarting: (value) => `${value} Attendez un peu.`,
		clockApart: (value) => `son horloge est décalée de ${value} : réglez les deux par NTP.`,
		lokiMissing: (value) =>
			`l’adresse l’a accepté, mais Loki ne l’a pas après ${value} : voyez l’exporteur Loki dans le journal du Collector.`,
		prometheusMissing: (value) =>
			`l’adresse l’a accepté, mais Prometheus ne l’a pas après ${value} : les deltas exigent deltatocumulative dans le Collector, que Prometheus doit lire.`,
		relayNotReading: (value) =>
			`Loki l’a, mais le relais ne l’a pas lu en ${value} : LOKI_QUERY est-il assez large, et le relais tourne-t-il avec ce LOKI_URL ?`,
		collectorFailing: (value) => `il perd ou refuse des enregistrements : ${value}. Voyez son journal.`,
		pushNoKeys: () => 'pas encore de clés : le premier démarrage les crée.',
		pushBadKeys: (value) => value,
		storageMayGo: () =>
			'le navigateur peut l’effacer si la place manque : demandez à la garder dans les réglages. Rien n’est perdu au relais.',
		deviceClockApart: (value) =>
			`décalée de ${value} du relais : réglez les deux par NTP. Les heures affichées suivent le relais.`,
		notificationsBlocked: () => 'bloquées par le navigateur : autorisez-les pour ce site dans ses réglages.',
		serviceWorkerNone: () =>
			'non installée, l’app ne s’ouvre donc pas hors ligne : rechargez une fois, en https ou sur localhost.'
	}
};
