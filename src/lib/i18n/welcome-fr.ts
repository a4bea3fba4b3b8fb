// Sentences of the first minutes, in French. Part of `fr.ts`.
import type { welcomeEn } from './welcome-en.ts';

export const welcomeFr: typeof welcomeEn = {
	where: 'Où tourne Claude Code ?',
	places: {
		here: 'Sur cette machine',
		elsewhere: 'Sur une autre machine',
		backend: 'Il envoie à un Collector ou à Loki'
	},
	hereNote:
		'Dans un terminal, dans le dossier de Tidemark. La commande trouve votre settings.json, montre ce qu’elle changerait et demande :',
	command: 'Commande',
	byHand: 'Ou à la main :',
	elsewhereNote:
		'Tidemark n’écoute que sur cette machine. Ouvrez d’ici un tunnel vers l’autre et laissez-le ouvert ; puis, là-bas, définissez :',
	tunnel: 'Tunnel SSH',
	backendNote:
		'Laissez Claude Code tel quel. Démarrez Tidemark avec les adresses de votre Loki et de votre Prometheus : il lit ce qu’ils contiennent.',
	backendLabel: 'Commande de démarrage',
	list: 'Où en est la connexion',
	steps: {
		port: 'Port atteint',
		export: 'Premier envoi',
		logs: 'Événements',
		metrics: 'Métriques',
		prompts: 'Texte des prompts'
	},
	waiting: {
		port: 'Personne ne s’est encore connecté. Une session déjà lancée doit être redémarrée.',
		export: 'Arrive quelques secondes après le prochain prompt.',
		logs: 'Toutes les 5 secondes pendant une session.',
		metrics: 'Une fois par minute.',
		prompts: 'Connu au premier prompt.'
	},
	done: {
		logs: 'Coût, outils et erreurs de chaque requête.',
		metrics: 'Lignes, commits, temps actif.',
		prompts: 'Il arrive avec chaque prompt.'
	},
	choice: 'Non envoyé, seulement sa longueur. npm run connect -- --prompts l’enverrait.',
	problems: {
		'grpc-on-http': (where) =>
			`Du gRPC est arrivé au port ${where}, qui attend HTTP. Envoyez au port gRPC, ou définissez OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.`,
		'http-on-grpc': (where) =>
			`Du HTTP est arrivé au port ${where}, qui attend gRPC. Envoyez au port HTTP, ou définissez OTEL_EXPORTER_OTLP_PROTOCOL=grpc.`,
		tls: (where) =>
			`Une connexion chiffrée est arrivée au port ${where}. L’adresse doit commencer par http://, pas https://.`,
		'app-port': (where) =>
			`La télémétrie est arrivée au port ${where}, celui de l’app. Mettez le port OTLP dans OTEL_EXPORTER_OTLP_ENDPOINT.`,
		path: (where) =>
			`La télémétrie est arrivée à un chemin inconnu du port ${where}. OTEL_EXPORTER_OTLP_ENDPOINT ne prend pas de chemin : Claude Code ajoute lui-même /v1/logs.`,
		'media-type': (where) =>
			`Le port ${where} a reçu un encodage inconnu. Définissez OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.`,
		malformed: (where) =>
			`Ce qui est arrivé au port ${where} est illisible. Mettez OTEL_EXPORTER_OTLP_PROTOCOL à la valeur choisie ci-dessus.`,
		token: (where) =>
			`Le jeton d’envoi manque ou diffère (port ${where}). npm run connect l’écrit dans les réglages.`,
		host: (where) =>
			`Le récepteur du port ${where} a été appelé par un nom inconnu. Utilisez localhost, ou déclarez le nom dans TIDEMARK_ALLOWED_HOSTS.`,
		'receiver-off': () =>
			'OTLP est désactivé sur ce relais : définissez TIDEMARK_OTLP_GRPC_PORT ou TIDEMARK_OTLP_HTTP_PORT.',
		'no-logs': () => 'Les métriques arrivent, pas les événements : il manque OTEL_LOGS_EXPORTER=otlp.',
		'no-metrics': () => 'Les événements arrivent, pas les métriques : il manque OTEL_METRICS_EXPORTER=otlp.',
		'no-session': () =>
			'Les événements ne nomment pas de session : retirez OTEL_METRICS_INCLUDE_SESSION_ID=false.',
		delta: () =>
			'Les événements arrivent, mais Prometheus n’a aucune métrique de Claude Code. Il refuse les deltas envoyés : passez par un Collector avec deltatocumulative, ou envoyez à Tidemark.',
		'source-failing': (where) => `${where} ne peut pas être lu. Le diagnostic dit pourquoi.`
	},
	missing: 'Il manque quelque chose.',
	fix: 'Que faire',
	doctor: 'Tout vérifier',
	question: 'Une question',
	transcripts: (days) =>
		`${days} jours d’historique ont été trouvés dans les transcriptions de Claude Code sur cette machine et lus.`,
	show: 'Les montrer',
	fine: 'Bien',
	install:
		'Installer Tidemark comme application ? Elle a sa propre fenêtre et son icône, s’ouvre hors ligne, et le navigateur garde sa copie.',
	installYes: 'Installer',
	installIos:
		'Sur iPhone et iPad, ajoutez Tidemark à l’écran d’accueil : touchez Partager, puis Sur l’écran d’accueil, et connectez-vous là. Les notifications n’arrivent que là (dès iOS 16.4), et la copie ne reste que là : Safari efface celle d’un site que personne n’a visité pendant sept jours.',
	persist: 'Ce navigateur peut-il garder sa copie, pour s’ouvrir hors ligne même quand la place manque ?',
	yes: 'La garder',
	later: 'Pas maintenant'
};
