// Sentences of the first minutes: where Claude Code runs, how to connect it, how far it has come. Part of `en.ts`.
import type { StepName, StepProblem } from '#lib/domain/checklist.ts';

export const welcomeEn = {
	where: 'Where does Claude Code run?',
	places: {
		here: 'On this machine',
		elsewhere: 'On another machine',
		backend: 'It sends to a Collector or Loki'
	},
	hereNote:
		'In a terminal, in Tidemark’s folder. It finds your settings.json, shows what it would change and asks:',
	command: 'Command',
	byHand: 'Or put it in by hand:',
	elsewhereNote:
		'Tidemark listens on this machine only. From here, open a tunnel to the other one and leave it open; then, over there, set this:',
	tunnel: 'Tunnel',
	backendNote:
		'Leave Claude Code as it is. Start Tidemark with the addresses of your Loki and Prometheus, and it reads what they hold:',
	backendLabel: 'Start command',
	list: 'How far it has come',
	steps: {
		port: 'Port reached',
		export: 'First export',
		logs: 'Events',
		metrics: 'Metrics',
		prompts: 'Prompt texts'
	} as Record<StepName, string>,
	waiting: {
		port: 'Nobody has connected yet. A session that is running has to be started anew.',
		export: 'Comes within seconds of the next prompt.',
		logs: 'Every 5 seconds while a session works.',
		metrics: 'Once a minute.',
		prompts: 'Known with the first prompt.'
	} as Record<StepName, string>,
	done: {
		logs: 'Cost, tools and errors of each request.',
		metrics: 'Lines, commits, active time.',
		prompts: 'They come with each prompt.'
	} as Partial<Record<StepName, string>>,
	choice: 'Not sent, only their length. npm run connect -- --prompts would send them.',
	problems: {
		'grpc-on-http': (where: string) =>
			`gRPC came to port ${where}, which takes HTTP. Send to the gRPC port, or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.`,
		'http-on-grpc': (where: string) =>
			`HTTP came to port ${where}, which takes gRPC. Send to the HTTP port, or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc.`,
		tls: (where: string) =>
			`An encrypted connection came to port ${where}. The endpoint has to begin with http://, not https://.`,
		'app-port': (where: string) =>
			`Telemetry came to port ${where}, which is the app’s own. Set OTEL_EXPORTER_OTLP_ENDPOINT to the OTLP port.`,
		path: (where: string) =>
			`Telemetry came to an unknown path at port ${where}. OTEL_EXPORTER_OTLP_ENDPOINT takes no path: Claude Code adds /v1/logs itself.`,
		'media-type': (where: string) =>
			`Port ${where} was sent an encoding it does not know. Set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.`,
		malformed: (where: string) =>
			`What came to port ${where} could not be read. Set OTEL_EXPORTER_OTLP_PROTOCOL to the one chosen above.`,
		token: (where: string) =>
			`The ingest token is missing or another one (port ${where}). npm run connect writes it into the settings.`,
		host: (where: string) =>
			`The receiver at port ${where} was called by a name it does not know. Use localhost, or declare the name in TIDEMARK_ALLOWED_HOSTS.`,
		'receiver-off': () =>
			'OTLP is switched off on this relay: set TIDEMARK_OTLP_GRPC_PORT or TIDEMARK_OTLP_HTTP_PORT.',
		'no-logs': () => 'Metrics come, events do not: OTEL_LOGS_EXPORTER=otlp is missing.',
		'no-metrics': () => 'Events come, metrics do not: OTEL_METRICS_EXPORTER=otlp is missing.',
		'no-session': () => 'Events name no session: take OTEL_METRICS_INCLUDE_SESSION_ID=false out.',
		delta: () =>
			'Events come, but Prometheus holds no metrics of Claude Code. It refuses the deltas Claude Code sends: send them through a Collector with deltatocumulative, or to Tidemark.',
		'source-failing': (where: string) => `${where} cannot be read. The doctor says why.`
	} satisfies Record<StepProblem, (where: string) => string> as Record<
		StepProblem,
		(where: string) => string
	>,
	missing: 'Something is missing.',
	fix: 'What to do',
	doctor: 'Check everything',
	question: 'A question',
	transcripts: (days: string) =>
		`${days} days of history were found in Claude Code’s transcripts on this machine and read in.`,
	show: 'Show them',
	fine: 'Good',
	install:
		'Install Tidemark as an app? It gets a window and an icon of its own, opens offline, and the browser keeps its copy.',
	installYes: 'Install',
	installIos:
		'On iPhone and iPad, add Tidemark to the Home Screen: tap Share, then Add to Home Screen, and sign in there. Only there do notifications come (from iOS 16.4), and only there does the copy stay: Safari deletes that of a site nobody visited for seven days.',
	persist: 'May this browser keep its copy, so that it also opens offline when space runs short?',
	yes: 'Keep it',
	later: 'Not now'
};
