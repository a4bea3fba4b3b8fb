// Sentences on the data as a whole and on the monthly statement, in English. Part of `en.ts`.

export const dataEn = {
	title: 'Your data',
	lead: 'Back up, keep less, delete.',
	link: 'Back up, keep less, delete…',
	failed: (detail: string) => `It could not be done: ${detail}`,
	days: (n: string) => `${n} days`,
	all: 'All of them',
	backup: {
		title: 'Back up and move',
		what: 'One file with all events, figures, budgets and alerts, and the keys for push messages; no sign-ins. Whoever has it can read everything in it: keep it private. Tidemark goes on meanwhile.',
		action: 'Back up now',
		restore:
			'To restore it, or to move to another machine, stop Tidemark there and run this. Browsers go on from where they are.'
	},
	keep: {
		title: 'How long events are kept',
		what: 'Raw events (each request, tool call, prompt) can be given up after a while. Figures stay: cost, tokens and counts by session and quarter of an hour.',
		relay: 'On the relay',
		device: 'On this device',
		now: 'Keep events of the last',
		goes: (events: string, sessions: string, date: string) =>
			`${events} events of ${sessions} sessions before ${date} go.`,
		none: 'Nothing goes now.',
		stays: (days: string, sessions: string, money: string) =>
			`What stays of that time: figures of ${days} days and ${sessions} sessions, ${money}.`,
		left: (events: string) => `${events} events stay.`,
		apply: 'Give them up',
		applyKeep: 'Save',
		applied: 'Done.',
		fixed: 'TIDEMARK_RETENTION_DAYS decides this.',
		deviceNote: 'The relay keeps them, and every figure here stays as it is.',
		deviceGoes: (events: string, date: string) => `${events} events before ${date} leave this device.`,
		busy: 'Events of the past are still coming in. Try again when that is done.'
	},
	forget: {
		title: 'Delete data',
		what: 'For good, on the relay and on every device as soon as it is online, and it does not come back: Tidemark will not read it again from transcripts, Loki or Prometheus. These and Claude Code’s own files are not touched, nor are backups. Events of the moment still come in.',
		scope: 'What',
		range: 'A span of days',
		project: 'A project',
		everything: 'Everything, with all that was set up',
		from: 'From',
		to: 'To',
		unknown: 'Unknown project',
		show: 'Show what goes',
		preview: (events: string, sessions: string, money: string) =>
			`${events} events of ${sessions} sessions go, with ${money}.`,
		goesToo: 'These go as well:',
		setUp: {
			budgets: (n: string) => (n === '1' ? '1 budget' : `${n} budgets`),
			alerts: (n: string) => (n === '1' ? '1 alert' : `${n} alerts`),
			prices: (n: string) => (n === '1' ? '1 price of your own' : `${n} prices of your own`),
			names: (n: string) => (n === '1' ? '1 name of your own' : `${n} names of your own`),
			channels: (n: string) =>
				n === '1'
					? '1 channel, with its address and secret'
					: `${n} channels, with their addresses and secrets`,
			pushDevices: (n: string) =>
				n === '1'
					? 'the push address of 1 device, until the app is opened there again'
					: `the push addresses of ${n} devices, until the app is opened there again`
		},
		stays: 'These stay:',
		staying: [
			'Signed-in devices and ingest tokens: end them under Settings.',
			'The relay’s push keys and how long events are kept.',
			'Display settings and saved searches of each browser, until it signs out.',
			'So that nothing comes back: salted hashes of what was deleted, and the paths of transcript files that were read.',
			'Backups, Claude Code’s own files, Loki and Prometheus.'
		],
		empty: 'There is nothing of that.',
		confirm: (word: string) => `Type “${word}” to confirm`,
		word: 'delete',
		action: 'Delete for good',
		working: 'Deleting. This can take a minute; the relay writes its database anew.',
		done: (events: string, sessions: string, money: string) =>
			`Deleted: ${events} events of ${sessions} sessions, ${money}. The relay’s files hold nothing of it any more.`,
		notCleared: 'A reader kept the relay’s log open: restart Tidemark to clear the last of it.',
		aside: (n: string) =>
			`${n} folders put aside by a restore still hold it: delete “replaced-…” in the data folder.`
	}
};

export const statementEn = {
	title: 'Statement',
	link: 'Monthly statement',
	of: (month: string) => `Statement for ${month}`,
	month: 'Month',
	print: 'Print',
	made: (date: string, zone: string) => `Made on ${date}. Days are counted in ${zone}.`,
	total: 'Total',
	byProject: 'By project',
	byModel: 'By model',
	byWeek: 'By week',
	name: 'Name',
	sessions: 'Sessions',
	requests: 'Requests',
	tokens: 'Tokens',
	cost: 'Cost',
	week: (from: string, to: string) => `${from} – ${to}`,
	notes: 'How this is known',
	running: 'The month is not over: figures are as of now.',
	unlogged: (money: string) => `${money} is known only from metrics.`,
	unpriced: (n: string) => `${n} requests have no known price and are not in the total.`,
	computed: (money: string) => `${money} was computed from tokens and the price table.`,
	horizon: (date: string) => `Raw events before ${date} are no longer kept; their figures are.`,
	away: 'Not all figures are on this device yet, and the relay cannot be reached. The statement is made as soon as it can.',
	nothing: 'Nothing was received in this month.'
};
