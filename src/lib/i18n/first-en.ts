// What the first view says, and the frame around every page. The other pages' words are in `en.ts`.

import { alertsEn, budgetsEn, notifyEn } from './budgets-en.ts';
import { statementEn } from './data-en.ts';
import { exportEn } from './export-en.ts';
import { namesEn, ownPricesEn } from './names-en.ts';
import { noticeEn } from './notice-en.ts';
import { welcomeEn } from './welcome-en.ts';

const rules = new Intl.PluralRules('en');

const plural = (n: number, text: string, one: string, other: string): string =>
	`${text} ${rules.select(n) === 'one' ? one : other}`;

export const firstEn = {
	app: {
		name: 'Tidemark',
		drop: 'Drop to import',
		skip: 'Skip to content',
		nav: 'Pages',
		title: (page: string) => `${page} · Tidemark`,
		unknown: 'unknown',
		none: '–',
		noneSpoken: 'not known',
		loading: 'Loading…',
		close: 'Close',
		copy: 'Copy',
		copied: 'Copied',
		copyFailed: 'Select the text and copy it by hand',
		retry: 'Try again',
		other: 'Other',
		checking: 'Looking for this browser’s session…'
	},
	nav: {
		overview: 'Overview',
		sessions: 'Sessions',
		live: 'Live',
		search: 'Search',
		tools: 'Tools',
		performance: 'Performance',
		productivity: 'Productivity',
		skills: 'Skills, agents',
		budgets: 'Budgets',
		alerts: 'Alerts',
		accuracy: 'Accuracy',
		settings: 'Settings',
		more: 'More',
		commands: 'Commands'
	},
	budgets: budgetsEn,
	alerts: alertsEn,
	notify: notifyEn,
	notice: noticeEn,
	exporting: exportEn,
	welcome: welcomeEn,
	statement: statementEn,
	names: namesEn,
	ownPrices: ownPricesEn,
	banner: {
		demo: 'Sample data',
		demoDetail: 'generated for this demonstration. None of it is yours.',
		update: 'A new version is ready.',
		updateAction: 'Reload',
		failed: (detail: string) => `The part of the app that keeps your data has stopped: ${detail}`,
		storage: (detail: string) => `This device cannot keep its copy: ${detail}`,
		source: (name: string, error: string) => `${name} is not delivering: ${error}`,
		stale: (age: string, error: string) => `These figures are from ${age}; the last refresh failed: ${error}`,
		failedQuery: (error: string) => `These figures could not be read: ${error}`,
		signInOff: 'Sign-in is off.',
		signInOffDetail:
			'Everyone who can use this machine, and every program on it, reads and changes everything here. Remove TIDEMARK_SIGN_IN=off to close it.',
		importing: (percent: string) => `Importing, ${percent}`,
		importWaiting: 'The import waits for the relay',
		showImport: 'Show'
	},
	connection: {
		label: 'Connection',
		details: 'Connection and sources',
		starting: 'Starting',
		connecting: 'Connecting',
		live: 'Live',
		catchingUp: 'Catching up',
		catchingUpTo: (percent: string) => `Catching up, ${percent}`,
		offline: 'Offline',
		offlineSince: (time: string) => `Offline since ${time}`,
		offlineNote: 'What this device already holds stays readable. It reconnects by itself.',
		signedOut: 'Signed out',
		refused: 'Refused by the relay',
		updateNeeded: 'Reload needed',
		lastFrame: (age: string) => `Last word from the relay ${age}`,
		leader: 'This tab reads the stream.',
		follower: 'Another tab reads the stream for this one.',
		history: (have: string, total: string) => `History on this device: ${have} of ${total} events`,
		historyDone: (have: string) => `All history is on this device: ${have} events`,
		noHealth: 'Sources are known once the relay has answered.',
		degraded: 'A source needs attention',
		retry: 'Connect now'
	},
	source: {
		names: {
			otlp: 'Claude Code (OTLP)',
			'otlp-http': 'OTLP over HTTP',
			'otlp-grpc': 'OTLP over gRPC',
			loki: 'Loki',
			prometheus: 'Prometheus',
			transcripts: 'Transcripts',
			demo: 'Sample data',
			forward: 'Forwarding'
		} as Record<string, string>,
		states: {
			waiting: 'waiting',
			receiving: 'receiving',
			sending: 'sending',
			idle: 'quiet',
			error: 'failing',
			off: 'off'
		},
		phases: {
			connecting: 'connecting',
			'catching-up': 'catching up',
			live: 'live',
			polling: 'asked now and then',
			lagging: 'lagging',
			failing: 'failing'
		},
		catchingUpTo: (share: string) => `catching up, ${share}`,
		failingSince: (when: string) => `failing since ${when}`,
		unknownMetrics: (n: number, text: string) =>
			plural(n, text, 'metric of unknown meaning', 'metrics of unknown meaning'),
		unknownMetricsNote:
			'A newer Claude Code sends these. They are kept as they came and are in no figure; a version of Tidemark that knows them counts them from the kept data.',
		lag: (age: string) => `the newest event was ${age} old when it came`,
		blind: 'No source can deliver: what is spent now is not seen.',
		blindSince: (when: string) =>
			`No source has been able to deliver since ${when}: what is spent meanwhile is not seen.`,
		last: (age: string) => `last event ${age}`,
		never: 'nothing received yet',
		lastSent: (age: string) => `last handed on ${age}`,
		neverSent: 'nothing handed on yet',
		counts: {
			accepted: 'accepted',
			rejected: 'not understood',
			foreign: 'from other programs',
			duplicates: 'seen before',
			tooOld: 'older than what is kept',
			unavailable: 'sent back to be sent again',
			spans: 'spans, not kept',
			synthetic: 'of the doctor, not counted',
			forwarded: 'handed on',
			refused: 'refused',
			dropped: 'dropped',
			retries: 'tried again',
			looped: 'came back here',
			waiting: 'waiting',
			waitingBytes: 'bytes waiting'
		} as Record<string, string>
	},
	range: {
		label: 'Range',
		presets: { today: 'Today', '7d': '7 days', '30d': '30 days', week: 'This week', month: 'This month' },
		custom: 'Dates',
		from: 'From',
		to: 'To',
		apply: 'Show',
		compare: 'Compare with the period before',
		names: {
			today: 'today',
			'7d': 'last 7 days',
			'30d': 'last 30 days',
			week: 'this week',
			month: 'this month'
		},
		before: {
			today: 'yesterday by this time',
			'7d': 'the 7 days before',
			'30d': 'the 30 days before',
			week: 'last week by this time',
			month: 'last month by this time',
			custom: 'the period before'
		},
		span: (from: string, to: string) => (from === to ? from : `${from} to ${to}`)
	},
	filter: {
		label: 'Filter',
		all: (what: string) => `All ${what}`,
		clear: 'Clear filters',
		active: (n: number, text: string) => plural(n, text, 'filter', 'filters'),
		names: {
			model: 'Model',
			project: 'Project',
			branch: 'Branch',
			profile: 'Profile',
			machine: 'Machine',
			user: 'User'
		},
		plurals: {
			model: 'models',
			project: 'projects',
			branch: 'branches',
			profile: 'profiles',
			machine: 'machines',
			user: 'users'
		},
		byModelNote: 'Errors, prompts and tools carry no model and are not shown under a model filter.'
	},
	overview: {
		title: 'Overview',
		cost: (range: string) => `Cost, ${range}`,
		same: (before: string) => `The same as ${before}`,
		more: (change: string, before: string) => `${change} more than ${before}`,
		less: (change: string, before: string) => `${change} less than ${before}`,
		nothingBefore: (before: string) => `Nothing in ${before}`,
		before: 'Before',
		figures: 'Figures of the range',
		inputTokens: 'Input tokens',
		outputTokens: 'Output tokens',
		cacheReadTokens: 'Cache reads',
		cacheCreationTokens: 'Cache writes',
		cacheHitRate: 'Cache-hit rate',
		cacheSaved: 'Saved by the cache',
		sessions: 'Sessions',
		activeSessions: 'Active now',
		requests: 'Requests',
		errors: 'API errors',
		costOverTime: 'Cost over time',
		costOverTimeAlt: (range: string) => `Cost by model over time, ${range}`,
		tokensOverTime: 'Tokens by type',
		tokensOverTimeAlt: (range: string) => `Tokens by type over time, ${range}`,
		byModel: 'By model',
		calendar: 'A year of days',
		calendarAlt: 'Cost of each of the last 53 weeks’ days',
		calendarLess: 'less',
		calendarMore: 'more',
		dearest: 'Dearest sessions',
		allSessions: 'All sessions',
		share: 'Share',
		nothing: 'Nothing in this range.',
		nothingDetail: (date: string) => `The last day with sessions was ${date}.`,
		showDay: 'Show that day',
		showMonth: 'Show 30 days',
		noMatch: 'No session matches the filters.'
	},
	basis: {
		title: 'How this is known',
		reported: 'reported by Claude Code',
		computed: 'by the price table',
		metrics: 'from metrics only',
		mixed: 'from several bases',
		unpriced: 'price unknown',
		estimate: 'API-equivalent estimate, not a bill',
		short: {
			reported: 'reported',
			computed: 'computed',
			metrics: 'metrics only',
			mixed: 'mixed',
			unpriced: 'unpriced'
		},
		explainReported: 'The cost Claude Code itself sent with each request.',
		explainComputed: 'Requests sent without a cost, priced by their own model, size and date.',
		explainUnlogged: 'Known only from metrics: interrupted requests, or sessions that export no events.',
		explainUnpriced:
			'Requests whose model has no known price. Their tokens are counted, their cost is not part of the sum.',
		explainEstimate:
			'This is what the same requests would cost at the API’s list prices. Under a subscription you pay the plan’s price; your bill is in the Anthropic Console.',
		unpricedPart: (n: number, text: string) =>
			`${plural(n, text, 'request', 'requests')} without a known price`,
		unloggedPart: 'only from metrics',
		why: 'Why does my total differ?'
	},
	chart: {
		asTable: 'As a table',
		hour: 'Hour',
		day: 'Day',
		total: 'Total',
		cost: 'Cost',
		sessions: 'Sessions',
		failed: (detail: string) => `The chart could not be drawn: ${detail}`,
		tokens: { input: 'Input', output: 'Output', cacheRead: 'Cache read', cacheWrite: 'Cache write' }
	},
	sessions: {
		title: 'Sessions',
		search: 'Search title, project, branch or id',
		sort: 'Sort by',
		columns: {
			session: 'Session',
			cost: 'Cost',
			models: 'Models',
			duration: 'Duration',
			prompts: 'Prompts',
			errors: 'API errors',
			last: 'Last active'
		},
		count: (n: number, text: string) => plural(n, text, 'session', 'sessions'),
		shownOf: (shown: string, all: string) => `${shown} of ${all} sessions`,
		lifetime: 'in all',
		untitled: 'Session',
		noSession: 'Events sent without a session',
		active: 'active',
		errors: (n: number, text: string) => plural(n, text, 'API error', 'API errors'),
		/** After a figure of its own. */
		promptsWord: (n: number): string => (rules.select(n) === 'one' ? 'prompt' : 'prompts'),
		errorsWord: (n: number): string => (rules.select(n) === 'one' ? 'API error' : 'API errors'),
		prompts: (n: number, text: string) => plural(n, text, 'prompt', 'prompts'),
		none: 'No sessions in this range.',
		noMatch: 'No session matches.',
		ascending: 'smallest first',
		descending: 'largest first',
		chooseOne: (name: string) => `Choose ${name} to compare`
	},
	error: {
		title: 'That page is not here',
		detail: 'The address may have changed. The figures have not.',
		home: 'Go to the overview',
		lateTitle: 'This page is not all here yet',
		late: 'A part of it did not come from the relay. It is asked for again until it does.'
	},
	panels: {
		figures: 'Figures of the range',
		change: (change: string, before: string) => `${change} against ${before}`,
		byModelNote: 'Nothing on this page says which model it belongs to: clear the model filter to see it.',
		clearModel: 'Clear the model filter',
		nothing: 'Nothing in this range.',
		cumulative: 'Running total',
		name: 'Name',
		count: 'Count',
		share: 'Share',
		cost: 'Cost',
		requests: 'Requests',
		calls: 'Calls',
		tokens: 'Tokens',
		notSaid: 'not said',
		showEvents: 'Show the events'
	}
};
