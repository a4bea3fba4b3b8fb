// What the doctor says, in English. Part of `en.ts`; a problem's sentence names what mends it.
import type { Check, CheckName, DoctorProblem } from '#lib/domain/doctor.ts';

export interface DoctorWords {
	title: string;
	lead: string;
	run: string;
	again: string;
	running: string;
	well: string;
	broken: string;
	failed: (detail: string) => string;
	terminal: string;
	command: string;
	device: string;
	relay: string;
	offline: string;
	states: Record<Exclude<Check['state'], 'skipped'>, string>;
	names: Record<CheckName, string>;
	/** Given what was found. */
	problems: Record<DoctorProblem, (value: string) => string>;
}

export const doctorEn: DoctorWords = {
	title: 'Doctor',
	lead: 'Looks at everything between Claude Code and a figure, and sends one marked record down the way. It counts nowhere.',
	run: 'Check now',
	again: 'Check again',
	running: 'Checking… The test record is being followed; behind a Collector this takes up to a minute.',
	well: 'All is well.',
	broken: 'Something is broken.',
	failed: (detail) => `The check could not be run: ${detail}`,
	terminal: 'The same in a terminal, also while the relay is off:',
	command: 'Command',
	device: 'This device',
	relay: 'Relay and way of the data',
	offline: 'The relay cannot be reached, so only this device is checked.',
	states: { ok: 'fine', note: 'worth knowing', bad: 'broken' },
	names: {
		node: 'Node',
		build: 'Build of the app',
		relay: 'Relay',
		ports: 'OTLP ports',
		data: 'Data folder',
		disk: 'Free space',
		claude: 'Claude Code’s settings',
		transcripts: 'Transcripts',
		send: 'Test record sent',
		arrive: 'Test record arrived',
		loki: 'Loki',
		lokiHolds: 'Test record in Loki',
		prometheus: 'Prometheus',
		prometheusHolds: 'Test record in Prometheus',
		relayReads: 'Relay read it from Loki',
		collector: 'Collector',
		push: 'Push devices',
		storage: 'This browser’s copy',
		deviceClock: 'This device’s clock',
		notifications: 'Notifications here',
		serviceWorker: 'Offline app'
	},
	problems: {
		nodeOld: (value) => `${value} is too old: install Node 22.19 or newer.`,
		buildStale: () => 'older than its sources, or missing: npm start builds it.',
		relayDown: (value) => `nothing answers at ${value}: npm start.`,
		relayForeign: (value) => `another program answers at ${value}: set TIDEMARK_PORT to a free one.`,
		relayOther: (value) => `another version is running (${value}): stop it and npm start again.`,
		relayDegraded: (value) => `it needs attention. ${value}`,
		otlpOff: () => 'both are off: set TIDEMARK_OTLP_GRPC_PORT or TIDEMARK_OTLP_HTTP_PORT.',
		otlpDown: (value) =>
			`nothing listens on port ${value}: start Tidemark, or see which program took the port.`,
		dataMissing: (value) => `${value} is not there yet: the first start makes it.`,
		dataOpen: (value) => `${value} is open to other users: chmod go= on it.`,
		dataUnwritable: (value) => `${value} cannot be written: give it to your user, or set TIDEMARK_DATA_DIR.`,
		diskFull: (value) => `only ${value} left: nothing can be stored soon. Make room.`,
		diskLow: (value) => `only ${value} left.`,
		claudeUnset: (value) => `${value} sends no telemetry: npm run connect.`,
		claudeUnreadable: (value) =>
			`${value} cannot be read or is no valid JSON: mend it, then npm run connect.`,
		claudeOff: (value) => `CLAUDE_CODE_ENABLE_TELEMETRY=1 is missing in ${value}: npm run connect.`,
		claudeNoLogs: (value) =>
			`OTEL_LOGS_EXPORTER=otlp is missing in ${value}, so only metrics come: npm run connect.`,
		claudeNoMetrics: (value) => `OTEL_METRICS_EXPORTER=otlp is missing in ${value}: npm run connect.`,
		claudeNoSession: (value) =>
			`OTEL_METRICS_INCLUDE_SESSION_ID=false in ${value} leaves out session ids: take it out.`,
		claudePort: (value) =>
			`protocol and port do not fit (${value}): gRPC goes to 4317, HTTP to 4318. npm run connect sets both.`,
		claudeElsewhere: (value) =>
			`telemetry goes to ${value}, which this relay does not read: npm run connect, or set LOKI_URL.`,
		transcriptsNone: (value) => `no folder of Claude Code in ${value}.`,
		transcriptsUnreadable: (value) => `${value} Mend TIDEMARK_TRANSCRIPTS.`,
		sendUnreachable: (value) =>
			`could not be sent: ${value}. Start the receiver, or correct OTEL_EXPORTER_OTLP_ENDPOINT.`,
		sendToken: (value) =>
			`the receiver wants a token (${value}): npm run connect with TIDEMARK_INGEST_TOKEN set.`,
		sendRefused: (value) =>
			`the receiver did not take it: ${value}. Does OTEL_EXPORTER_OTLP_PROTOCOL fit the port?`,
		notArrived: (value) =>
			`taken, but not seen by the relay within ${value}: another program may hold the port, or TIDEMARK_DATA_DIR differs from the relay’s.`,
		sourceFailing: (value) => `${value} Correct its address or token and start Tidemark again.`,
		sourceStarting: (value) => `${value} Wait a little.`,
		clockApart: (value) => `its clock is ${value} off this machine’s: set both by NTP.`,
		lokiMissing: (value) =>
			`the endpoint took it, but Loki does not hold it after ${value}: see the Collector’s log for its Loki exporter.`,
		prometheusMissing: (value) =>
			`the endpoint took it, but Prometheus does not hold it after ${value}: deltas need deltatocumulative in the Collector, and Prometheus has to scrape it.`,
		relayNotReading: (value) =>
			`Loki holds it, but the relay has not read it within ${value}: is LOKI_QUERY wide enough, and does the relay run with this LOKI_URL?`,
		collectorFailing: (value) => `it loses or refuses records: ${value}. See its log.`,
		pushNoKeys: () => 'no keys yet: the first start makes them.',
		pushBadKeys: (value) => value,
		storageMayGo: () =>
			'the browser may clear it when space runs out: Settings, On this device, Keep. Nothing is lost at the relay.',
		deviceClockApart: (value) => `${value} off the relay’s: set both by NTP. Times shown follow the relay.`,
		notificationsBlocked: () => 'blocked by the browser: allow them in its settings for this site.',
		serviceWorkerNone: () =>
			'not set up, so the app does not open offline: reload once, over https or localhost.'
	}
};
