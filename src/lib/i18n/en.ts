// Every sentence of the app, in English. Other languages have the same shape (`Dictionary`) and are loaded when chosen.
// Arguments are already formatted texts, except counts named `n`, which decide the plural and come with their `text`.
// The first view loads `first-en.ts` alone; every other page has all of this.
import { accessEn } from './access-en.ts';
import { compareEn } from './compare-en.ts';
import { dataEn } from './data-en.ts';
import { doctorEn } from './doctor-en.ts';
import { firstEn } from './first-en.ts';
import { importEn } from './import-en.ts';
import { peopleEn } from './people-en.ts';
import { privacyEn } from './privacy-en.ts';
import { saidEn } from './said-en.ts';
import { channelsEn, signalsEn } from './signals-en.ts';

const rules = new Intl.PluralRules('en');

const plural = (n: number, text: string, one: string, other: string): string =>
	`${text} ${rules.select(n) === 'one' ? one : other}`;

export const en = {
	...firstEn,
	importing: importEn,
	access: accessEn,
	people: peopleEn,
	privacy: privacyEn,
	said: saidEn,
	signals: signalsEn,
	channels: channelsEn,
	doctor: doctorEn,
	data: dataEn,
	compare: compareEn,
	session: {
		title: 'Session',
		requestCount: (n: number, text: string) => plural(n, text, 'request', 'requests'),
		toolCount: (n: number, text: string) => plural(n, text, 'tool call', 'tool calls'),
		back: 'All sessions',
		missing: 'This session is not on this device.',
		missingDetail: 'It may be older than what is kept, or its history has not arrived yet.',
		cost: 'Cost of the session',
		inRange: (range: string) => `of it ${range}`,
		started: 'Started',
		ended: 'Last event',
		duration: 'Duration',
		activeTime: 'Active time',
		prompts: 'Prompts',
		requests: 'Requests',
		tokens: 'Tokens',
		cacheHitRate: 'Cache-hit rate',
		tools: 'Tool calls',
		toolsFailed: (n: number, text: string) => (n === 0 ? '' : `${text} failed`),
		errors: 'API errors',
		lines: 'Lines changed',
		commits: 'Commits',
		project: 'Project',
		branch: 'Branch',
		machine: 'Machine',
		profile: 'Profile',
		user: 'User',
		models: 'Models',
		id: 'Id',
		promptHidden: (n: number, text: string) => `${plural(n, text, 'character', 'characters')}, text not sent`,
		promptUnknown: 'Prompt without text',
		eventsTitle: 'Events',
		missingEvents: (n: number, text: string) =>
			`${plural(n, text, 'event', 'events')} of this session ${n === 1 ? 'is' : 'are'} still on the way to this device.`,
		promptLoggingNote: 'Claude Code sends prompt text only when OTEL_LOG_USER_PROMPTS=1 is set.'
	},
	causes: {
		findings: 'Why it cost this',
		atStake: 'at stake',
		seeRows: 'See',
		rules: {
			'cache-expired': (times: string, tokens: string, longest: string, life: string | null) =>
				`The cache was written again ${times}, ${tokens} tokens in all, because nothing had read it${life === null ? '' : ` for ${life}`}: the longest pause was ${longest}. Before a long break, finish the task or compact; after one, start a new session.`,
			'model-switched': (times: string, tokens: string, from: string, to: string) =>
				`Changing the model in mid-session wrote the context to another cache ${times} (${tokens} tokens; most from ${from} to ${to}). Choose the model when the session starts.`,
			'long-context': (threshold: string, requests: string, peak: string) =>
				`${requests} carried more than ${threshold} tokens of context, at most ${peak}. Compact, or start afresh between tasks.`,
			'huge-result': (tool: string, size: string, tokens: string, carried: string) =>
				`One result of ${tool} was ${size} (about ${tokens} tokens) and was carried by ${carried} after it. Ask for the part that is needed: a line range, a filter, a summary.`,
			errors: (failures: string, refusals: string | null, retried: string | null) =>
				`${refusals === null ? failures : `${failures} and ${refusals}`} ended turns that had been paid for${retried === null ? '' : `, after ${retried} of retrying`}. Let the service recover, or rephrase, before sending the same again.`,
			'subagent-fan-out': (agents: string, cost: string) =>
				`One prompt started ${agents}, ${cost} together; each was given its own instructions and tools anew. Give fewer of them more to do.`,
			'dear-model': (requests: string, model: string, alternative: string) =>
				`${requests} with short answers, a small context and no edit ran on ${model}. The same tokens on ${alternative} would have cost this much less.`,
			'repeated-failures': (tool: string, times: string, error: string | null) =>
				`The same ${tool} call failed ${times} in the same way${error === null ? '' : ` (${error})`}. Stop it early and say what is wrong.`
		},
		times: (n: number, text: string) => (n === 1 ? 'once' : `${text} times`),
		agents: (n: number, text: string) => plural(n, text, 'subagent', 'subagents'),
		refusals: (n: number, text: string) => plural(n, text, 'refusal', 'refusals'),
		attribution: 'What it went to',
		viewLabel: 'Show by',
		views: {
			cause: 'Cause',
			prompt: 'Prompt',
			tool: 'Tool',
			costKind: 'Token kind',
			role: 'Who asked',
			agent: 'Subagent',
			model: 'Model',
			skill: 'Skill',
			mcpServer: 'MCP server'
		},
		how: 'An attribution, not a bill: each request’s cost is split by kind of token with the price table and scaled to what was reported; what entered the context is split by its size. The shares add up to the session’s cost exactly.',
		unpriced: (n: number, text: string) =>
			`${plural(n, text, 'request', 'requests')} without a known price ${n === 1 ? 'is' : 'are'} in no share.`,
		explain: {
			prompt:
				'A share belongs to the prompt its cause came from; the first context of the conversation and caches written again belong to none.',
			tool: 'What each tool’s results cost when they entered the context. Carrying them on is in the rest.',
			agent: 'The conversation itself and its side requests are the rest.',
			skill: 'As Claude Code names it on each request; requests without a skill are the rest.',
			mcpServer: 'As Claude Code names it on each request; requests without a server are the rest.'
		} as Record<string, string>,
		total: 'Session',
		others: (n: number, text: string) => plural(n, text, 'other', 'others'),
		showAll: (text: string) => `Show all ${text}`,
		showFewer: 'Show fewer',
		causeNames: {
			turn: 'Answers written',
			baseline: 'First context: system prompt, tools, memory',
			'entered:prompt': 'Prompts that came in',
			'entered:tool': 'Tool results that came in',
			'entered:report': 'Subagents’ reports that came in',
			'entered:answer': 'Earlier answers put into the context',
			'entered:unknown': 'Came in, source not known',
			'rewritten:expired': 'Cache written again after a pause',
			'rewritten:model': 'Cache written again for another model',
			'rewritten:compaction': 'Context written anew after a compaction',
			'rewritten:unknown': 'Cache written again, reason not known',
			carrying: 'Carrying the context along',
			'metrics:unlogged': 'Known only from metrics: interrupted requests',
			'metrics:metrics': 'Known only from metrics',
			unknown: 'Sent without tokens'
		} as Record<string, string>,
		kindNames: {
			input: 'Fresh input',
			output: 'Output',
			cacheRead: 'Cache reads',
			cacheWrite5m: 'Cache writes, 5 minutes',
			cacheWrite1h: 'Cache writes, 1 hour',
			cacheWriteUnsplit: 'Cache writes',
			webSearch: 'Web searches',
			unknown: 'Sent without tokens'
		} as Record<string, string>,
		roles: {
			main: 'The conversation',
			subagent: 'Subagents',
			auxiliary: 'Side requests (titles, compaction, …)'
		} as Record<string, string>,
		groups: {
			baseline: 'First context of the conversation',
			rewritten: 'Caches written again',
			metrics: 'Known only from metrics',
			rest: 'Everything else'
		},
		unnamed: 'without a name',
		noPrompt: 'Outside any prompt',
		whatIf: 'The same tokens at other prices',
		whatIfNote:
			'Arithmetic, not a prediction: another model would have written other things. Exact by kind of token; the change is against these requests by the price table.',
		whatIfModel: 'Priced on',
		whatIfOwn: 'as it was',
		whatIfLives: { asSent: 'Cache as it was', fiveMinutes: '5-minute cache', oneHour: '1-hour cache' },
		whatIfLeftOut: (n: number, text: string) =>
			`${plural(n, text, 'request', 'requests')} sent without tokens ${n === 1 ? 'is' : 'are'} left out.`
	},
	tree: {
		title: 'What happened',
		asTree: 'As a tree',
		asEvents: 'Every event',
		show: 'Show',
		columns: {
			name: 'What',
			time: 'Time',
			duration: 'Took',
			input: 'Input',
			output: 'Output',
			cacheRead: 'Read',
			cacheWrite: 'Written',
			cost: 'Cost',
			running: 'So far',
			when: 'When'
		},
		whenNote: 'Prompts on the session’s time, the rows in them on their prompt’s; idle stretches are folded.',
		idle: (duration: string) => `idle for ${duration}`,
		afterPause: (duration: string) => `after a pause of ${duration}`,
		filters: {
			request: 'Requests',
			tool: 'Tools',
			subagent: 'Subagents',
			hook: 'Hooks',
			error: 'Failures',
			session: 'Session'
		},
		dearest: 'Dearest',
		dearestNote: 'Goes to the dearest prompt, then to the dearest row within',
		nextError: 'Next failure',
		foldAll: 'Fold all',
		unfoldAll: 'Unfold all',
		failures: (n: number, text: string) => plural(n, text, 'failure', 'failures'),
		fold: 'Fold',
		unfold: 'Unfold',
		keys: 'Arrow keys move and fold, Enter opens, D goes to the dearest, E to the next failure.',
		nothing: 'No event of this session is on this device yet.',
		kinds: {
			prompt: 'Prompt',
			outside: 'Outside any prompt',
			request: 'Request',
			tool: 'Tool',
			subagent: 'Subagent',
			unlogged: 'Known only from metrics',
			hook: 'Hook',
			compaction: 'Context compacted',
			mode: 'Permission mode',
			error: 'API error',
			retry: 'Failed attempt, tried again',
			retries: 'Gave up retrying',
			mcp: 'MCP server',
			skill: 'Skill',
			mention: 'Mention',
			startup: 'Start-up',
			other: 'Event'
		},
		flags: {
			failed: 'failed',
			rejected: 'not allowed',
			'no-result': 'no result',
			refused: 'refused by the model',
			aborted: 'interrupted',
			unlogged: 'its own event is not here',
			unpriced: 'unpriced',
			uncounted: 'not counted'
		},
		unlogged: 'Work nobody typed a prompt for',
		sideRequest: 'side request',
		broughtIn: (cost: string) => `brought in ${cost}`,
		within: 'With all below it',
		own: 'Cost',
		soFar: 'Session so far',
		causesTitle: 'What this cost went to',
		enteredTitle: 'What it brought into the context',
		entered: (cost: string, tokens: string) => `${cost} to read it in, about ${tokens} tokens`,
		enteredWith: 'The request it entered with',
		goTo: 'Show its row',
		eventsTitle: 'Its events',
		noEvents: 'No event of its own: other events name it.'
	},
	live: {
		title: 'Live',
		pause: 'Pause',
		resume: 'Resume',
		sessions: 'Sessions of the last 10 minutes',
		rate: (text: string) => `${text} a minute`,
		grouped: 'By session',
		tool: 'Tool',
		tools: 'tools',
		newEvents: (n: number, text: string) => plural(n, text, 'new event', 'new events'),
		paused: 'Paused',
		kinds: {
			prompt: 'Prompts',
			request: 'Requests',
			tool: 'Tools',
			error: 'Failures',
			session: 'Session',
			metric: 'Metrics'
		},
		filter: 'Show',
		empty: 'No events yet.',
		emptyDetail: 'They appear here within a second of Claude Code sending them, by default every 5 seconds.',
		noneOfKind: 'No recent events of these kinds.',
		older: 'Show older'
	},
	event: {
		titles: {
			user_prompt: 'Prompt',
			assistant_response: 'Response',
			api_request: 'Request',
			api_error: 'API error',
			api_retries_exhausted: 'Gave up retrying',
			api_refusal: 'Refused by the model',
			tool_decision: 'Tool decision',
			tool_result: 'Tool',
			subagent_completed: 'Subagent finished',
			compaction: 'Context compacted',
			permission_mode_changed: 'Permission mode',
			mcp_server_connection: 'MCP server',
			skill_activated: 'Skill',
			at_mention: 'Mention',
			hook_registered: 'Hook registered',
			hook_execution_start: 'Hook started',
			hook_execution_complete: 'Hook finished',
			plugin_installed: 'Plugin installed',
			plugin_loaded: 'Plugin loaded',
			auth: 'Sign-in',
			internal_error: 'Internal error',
			metric: 'Metric',
			session_info: 'Session details',
			other: 'Event'
		},
		succeeded: 'succeeded',
		failed: 'failed',
		tokensIn: (text: string) => `${text} in`,
		tokensOut: (text: string) => `${text} out`,
		cached: (text: string) => `${text} cached`,
		written: (text: string) => `${text} written`,
		attempt: (text: string) => `attempt ${text}`,
		attempts: (n: number, text: string) => plural(n, text, 'attempt', 'attempts'),
		retried: 'made good by a retry',
		status: (text: string) => `status ${text}`,
		tools: (n: number, text: string) => plural(n, text, 'tool call', 'tool calls'),
		hooks: (n: number, text: string) => plural(n, text, 'hook', 'hooks'),
		change: (from: string, to: string) => `${from} → ${to}`,
		characters: (n: number, text: string) => plural(n, text, 'character', 'characters'),
		subagent: 'subagent',
		unpriced: 'unpriced',
		details: 'Details of the event',
		figures: 'Figures',
		raw: 'All attributes',
		rawNote: 'As kept in the journal. Empty ones are left out.',
		openSession: 'Open the session',
		seenBy: 'Seen by',
		cut: (names: string) => `Cut for their size: ${names}`,
		fields: {
			cost: 'Cost',
			input: 'Input',
			output: 'Output',
			cacheRead: 'Cache read',
			cacheWrite: 'Cache write',
			duration: 'Duration',
			ttft: 'First token after',
			model: 'Model',
			resultBytes: 'Result',
			inputBytes: 'Input size',
			tokens: 'Tokens',
			value: 'Value'
		}
	},
	connect: {
		title: 'Connect Claude Code',
		lead: 'Nothing has arrived yet.',
		where: 'Settings file',
		tabs: { json: 'settings.json', bash: 'bash, zsh', fish: 'fish', powershell: 'PowerShell' },
		jsonNote:
			'in ~/.claude/settings.json (Windows: %USERPROFILE%\\.claude\\settings.json); merge the env block with what is there',
		bashNote: 'in the shell you start claude from, or in ~/.bashrc or ~/.zshrc',
		fishNote: 'in the fish you start claude from, or in ~/.config/fish/config.fish',
		powershellNote: 'in the PowerShell you start claude from, or in $PROFILE',
		waiting: 'Waiting for the first event…',
		received: 'First event received',
		receivedDetail: (age: string) => `The latest ${age}.`,
		figuresFollow: 'Figures appear with the first prompt.',
		noRelay: 'The relay is not answering. Start it with npm start.',
		privacy:
			'Everything stays on this machine. Prompt texts are not sent unless you also set OTEL_LOG_USER_PROMPTS=1.',
		restart: 'A session that is already running has to be restarted to pick this up.',
		off: 'OTLP is switched off on this relay; set TIDEMARK_OTLP_GRPC_PORT to receive telemetry.'
	},
	settings: {
		title: 'Settings',
		connection: 'Connection and sources',
		device: 'On this device',
		display: 'Display',
		about: 'About',
		events: 'Events',
		sessions: 'Sessions',
		days: 'Days',
		covers: 'Covers',
		usage: 'Space used',
		usageOf: (used: string, quota: string) => `${used} of ${quota} allowed`,
		usageUnknown: 'This browser does not say',
		persisted: 'Kept',
		persistedYes: 'The browser will not clear it by itself',
		persistedNo: 'The browser may clear it when space runs out',
		persist: 'Ask the browser to keep it',
		persistRefused: 'The browser declined. Installing the app, or visiting it often, changes its mind.',
		replica: 'This is a copy for speed and for reading offline; the relay holds the journal.',
		language: 'Language',
		languageAuto: 'As the browser',
		theme: 'Theme',
		themes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
		zone: 'Time zone',
		zoneAuto: (zone: string) => `As the device (${zone})`,
		firstDay: 'Week starts on',
		density: 'Density',
		densities: { comfortable: 'Comfortable', compact: 'Compact' },
		rebuild: 'Check by folding again',
		rebuildNote: 'Adds up every stored event anew and compares with the figures shown.',
		rebuildEqual: (n: number, text: string) =>
			`${plural(n, text, 'event', 'events')} folded again: every figure is the same.`,
		rebuildDiffer: (n: number, text: string) =>
			`${plural(n, text, 'event', 'events')} folded again: figures differed and are now corrected.`,
		resync: 'Fetch everything again',
		resyncNote: 'Empties this device’s copy and reads it anew from the relay. Nothing is lost at the relay.',
		resyncConfirm: 'Empty and fetch again',
		resyncDone: 'Emptied. History is arriving again.',
		failed: (detail: string) => `That did not work: ${detail}`,
		working: 'Working…',
		install: 'Install the app',
		installNote: 'In a window of its own, and readable offline.',
		version: 'Version',
		folder: 'Data folder',
		horizon: 'Raw events kept since',
		horizonAll: 'all of them',
		epoch: 'Journal',
		relayEvents: 'Events in the journal',
		licence: 'MIT licence'
	},
	accuracy: {
		title: 'Accuracy',
		heading: 'Why does my total differ?',
		made: 'What the total is made of',
		madeAlt: (share: string) => `${share} of the cost was seen by telemetry and in a transcript`,
		total: 'Total',
		parts: {
			confirmed: 'Seen by both',
			telemetryOnly: 'Telemetry only',
			recovered: 'Recovered',
			untold: 'One of these',
			metrics: 'Metrics only'
		},
		partWhy: {
			confirmed: 'Sent as an event and found in a transcript.',
			telemetryOnly: 'Sent as an event; in no transcript that was read.',
			recovered: 'Lost on the way here and known from a transcript, priced by the price table.',
			untold: 'Of cells in which several models share the count: the model filter hides which one it was.',
			metrics: 'Counted by Claude Code’s metrics, with no request behind it.'
		},
		bases: 'By how the cost is known',
		reported: 'Reported by Claude Code',
		computed: 'By the price table',
		unpriced: 'Requests without a known price',
		unpricedWhy: 'Not in the total. Never counted as zero.',
		estimate: 'They would cost about',
		estimateWhy: (n: number, text: string) =>
			`An estimate for ${plural(n, text, 'request', 'requests')}, at the newest price of the same family. Not in the total.`,
		pending: 'On its way',
		pendingWhy: 'Metrics ahead of their events. It counts after two minutes if no event explains it.',
		noTranscripts: 'No transcript was read in this range, so telemetry is the only witness.',
		sourcesLink: 'Sources in Settings',
		requests: (n: number, text: string) => plural(n, text, 'request', 'requests'),
		reasonsTitle: 'Differences, and why',
		reasonsNote:
			'A reason is named only where the counts prove it to the last nano-dollar. Amounts with a sign compare what Claude Code reported with the price table.',
		reasonsNone: 'Nothing differs in this range.',
		reasons: {
			interrupted: [
				'Interrupted requests',
				'The metrics hold more than the events, and the transcript shows a request cut short. Its cost leaves no event.'
			],
			beyondEvents: [
				'Unknown reason: metrics beyond events',
				'The metrics hold more than the events. An interrupted request does that; nothing here proves it.'
			],
			metricsOnly: ['Sessions that export only metrics', 'There are no events to compare with.'],
			sideRequests: [
				'Side requests',
				'Titles, summaries, compaction. Billed, but Claude Code writes none of them to a transcript: tools that read transcripts miss them.'
			],
			notInTranscript: [
				'Unknown reason: not in the transcript',
				'The session’s transcript was read and lacks these requests.'
			],
			noTranscript: [
				'No transcript',
				'Sessions of which no transcript was read: another machine, a deleted file, or transcripts switched off.'
			],
			unknownModel: [
				'Models the table does not know, at a default price',
				'Claude Code gives a model it does not know the price of another ($5 and $25 per million tokens, or $4 and $20) and does not say so. The bill may say otherwise.'
			],
			unknownModelOther: [
				'Models the table does not know',
				'Reported with a cost that is not Claude Code’s default price.'
			],
			priceChange: [
				'Another price of the same model',
				'Reported at a price the table has for another date or size.'
			],
			defaultPrice: [
				'Known model at the default price',
				'Reported at $5 and $25 per million tokens, or $4 and $20: what Claude Code takes for a model it does not know.'
			],
			write1hAs5m: [
				'1-hour cache writes reported as 5-minute ones',
				'The difference is the dearer write, to the nano-dollar.'
			],
			write5mAs1h: [
				'5-minute cache writes reported as 1-hour ones',
				'The difference is the cheaper write, to the nano-dollar.'
			],
			webSearch: ['Web searches', 'The difference is a whole number of searches at $0.01.'],
			fastMode: ['Fast mode', 'Reported at the factor of fast mode, which telemetry did not name.'],
			usInference: ['US-only inference', 'Reported at 1.1 times the table’s price.'],
			driftUnknown: [
				'Unknown reason: reported is not the table’s price',
				'No known change of price explains the difference.'
			]
		},
		compare: 'Compare with another figure',
		compareNote: 'Type what it says for this range and these filters. Nothing is stored or sent.',
		against: 'Figure from',
		againstNames: {
			console: 'Anthropic Console',
			ccusage: 'ccusage',
			cost: '/cost in Claude Code',
			telemetry: 'Another dashboard'
		},
		againstNotes: {
			console:
				'The Console bills API use by UTC days and for the whole organisation: other people, machines and programs included, negotiated discounts taken off. Use under a subscription is not in it at all.',
			ccusage:
				'It reads the transcripts on one machine and prices them by its own table. What is in no transcript is not in its sum.',
			cost: 'It shows one session’s running total. A forked or resumed session begins with the total of the one before, so adding those up counts them twice.',
			telemetry:
				'It shows what reached it by telemetry, usually from metrics or from events alone, and nothing of what was lost on the way.'
		},
		amount: 'Amount in USD',
		amountInvalid: 'That is not an amount.',
		difference: 'It differs by',
		more: (amount: string) => `${amount} more than here`,
		less: (amount: string) => `${amount} less than here`,
		same: 'The same, to the cent.',
		adds: (names: string) => `Together these are the difference: ${names}.`,
		addsNone: 'No combination of what is known is the difference. What is left has an unknown reason.',
		addsNoneUnknown: 'Nothing known here would make the two differ: the reason is unknown.',
		candidates: {
			sideRequests: 'Side requests it cannot see',
			notInTranscript: 'Requests missing from transcripts',
			noTranscript: 'Sessions without a transcript here',
			metrics: 'Known only from metrics',
			drift: 'Reported cost against the price table',
			unknownModels: 'Models without a listed price',
			unpriced: 'Unpriced requests, estimated',
			utcDays: 'The same dates counted in UTC',
			forkTotals: 'Running totals beyond the session’s own requests',
			recovered: 'Requests telemetry lost'
		},
		candidate: 'Candidate',
		effect: 'Would change it by',
		accounts: 'accounts for it',
		left: 'Left over',
		days: 'Coverage by day',
		daysAlt: (range: string) => `Cost by who saw it, by day, ${range}`,
		day: 'Day',
		table: 'Day by day',
		cost: 'Cost',
		sessions: 'Sessions with the largest gaps',
		sessionsNote:
			'What only one side knows, differs in price, or differs from Claude Code’s own running total (of the 60 dearest sessions). Costs are those of the range.',
		sessionsNone: 'No session has a gap in this range.',
		session: 'Session',
		gap: 'Gap',
		missed: 'Missed',
		stated: 'Own total',
		lifetime: 'Whole life',
		unpricedShort: 'Unpriced',
		notes: 'Good to know',
		forks: 'Forks and resumed sessions',
		forksNote:
			'Claude Code’s own total of a forked session begins with its parent’s, and the copied lines repeat in its transcript. Here each request counts once, in one session.',
		forksAmount: (amount: string) =>
			`In the sessions above, their own totals exceed their requests by ${amount}.`,
		plan: 'Subscription or API',
		planNote:
			'All amounts are what the same requests cost at the API’s list prices. Under a subscription you pay the plan’s price and no request is billed; under an API key the bill is in the Console, after discounts.',
		zone: 'Days',
		zoneNote: (here: string, utc: string) =>
			`Days here are yours: ${here}. The same dates counted in UTC: ${utc}.`,
		clearModel:
			'Under a model filter, who saw a request is told only where a quarter of an hour had one answer.'
	},
	prices: {
		title: 'Prices',
		note: 'USD per million tokens. A request is priced by its own date and size, and only when Claude Code sent no cost.',
		checked: (date: string) => `Checked ${date} against`,
		source: 'Anthropic’s price page',
		builtin: 'The table comes with each version.',
		table: 'Price table',
		model: 'Model',
		from: (date: string) => `from ${date}`,
		above: (tokens: string) => `prompts above ${tokens} tokens`,
		fast: (factor: string) => `fast mode × ${factor}`,
		input: 'Input',
		output: 'Output',
		write5m: 'Write 5 min',
		write1h: 'Write 1 h',
		read: 'Cache read',
		health: 'Reported costs against the table, last 90 days',
		agrees: (n: number, text: string) =>
			`${plural(n, text, 'reported cost', 'reported costs')} compared, each the table’s price to the nano-dollar.`,
		incomparable:
			'No reported cost could be compared: telemetry alone does not tell 5-minute from 1-hour cache writes. Transcripts do.',
		outdated: (model: string, date: string) => `Price table out of date for ${model} since ${date}`,
		differed: (model: string, from: string, to: string) =>
			`${model} differed from the table, ${from} to ${to}`,
		explained: (model: string, reason: string) => `${model}: ${reason}`,
		driftAmount: (n: number, text: string, amount: string) =>
			`${plural(n, text, 'request', 'requests')}, ${amount} in all.`,
		unpriced: (model: string, n: number, text: string) =>
			`${model}: ${plural(n, text, 'request', 'requests')} without a price`,
		estimate: (amount: string, like: string) =>
			`Estimate, not in any total: about ${amount} at the price of ${like}.`,
		noEstimate: 'No price of its family to estimate by.',
		noEstimateKnown: 'Its tokens, or the price of its mode, are not known.',
		unknown: (models: string, amount: string) =>
			`Not in the table, costs as Claude Code reported them: ${models} (${amount}).`,
		why: 'Why does my total differ?'
	},
	commands: {
		title: 'Go to a page, a session or a setting',
		placeholder: 'Page, session, setting',
		none: 'Nothing is called that.',
		groups: { page: 'Pages', session: 'Sessions', action: 'Actions' },
		theme: (name: string) => `Theme: ${name}`,
		density: (name: string) => `Density: ${name}`,
		language: (name: string) => `Language: ${name}`,
		help: 'Keyboard shortcuts',
		keysTitle: 'Keyboard shortcuts',
		anywhere: 'Anywhere',
		onSession: 'On a session’s page',
		afterwards: 'then',
		keys: {
			palette: 'Commands',
			help: 'These shortcuts',
			search: 'Search on this page, or all events',
			hide: 'Hide or show content',
			go: (page: string) => `Go to ${page}`,
			move: 'Move and fold',
			openRow: 'Open the row',
			dearest: 'The dearest prompt, then the dearest row',
			nextError: 'The next failure'
		},
		singleKeys: 'Shortcuts of a single key',
		singleKeysNote: 'Switch them off where speech input or a slip of the hand might press them.'
	},
	tools: {
		title: 'Tools',
		calls: 'Tool calls',
		failures: 'Failed',
		success: 'Success rate',
		p50: 'Median duration',
		p95: '95th percentile',
		totalTime: 'Time in tools',
		/** Claude Code sends no names of MCP tools without OTEL_LOG_TOOL_DETAILS. */
		unnamedMcp: 'MCP tools, not named',
		perHour: 'Calls per active hour',
		accepts: 'Accepted',
		rejects: 'Rejected',
		acceptance: 'Acceptance',
		overTime: 'Tool calls over time',
		overTimeAlt: (range: string) => `Tool calls by tool over time, ${range}`,
		successOverTime: 'Success rate over time',
		successOverTimeAlt: (range: string) => `Share of tool calls that succeeded over time, ${range}`,
		byTool: 'By tool',
		columns: {
			tool: 'Tool',
			calls: 'Calls',
			share: 'Share',
			success: 'Success',
			failures: 'Failed',
			p50: 'Median',
			p95: 'p95',
			total: 'Total time',
			input: 'Input',
			result: 'Results',
			accepts: 'Accepted',
			rejects: 'Rejected'
		},
		decisions: 'Permissions',
		decisionsNote: 'Who let a tool run, or stopped it.',
		source: 'Decided by',
		sources: {
			config: 'settings, without asking',
			hook: 'a hook',
			user_permanent: 'you, for good',
			user_temporary: 'you, this time',
			user_abort: 'you, by stopping',
			user_reject: 'you, by refusing'
		} as Record<string, string>,
		mcp: 'MCP servers',
		mcpColumns: {
			server: 'Server',
			calls: 'Calls',
			failures: 'Failed',
			connected: 'Connected',
			failed: 'Not connected',
			requests: 'Requests',
			cost: 'Cost'
		},
		mcpNote: 'Requests and cost are those Claude Code names a server for.',
		none: 'No tool was used in this range.'
	},
	performance: {
		title: 'Performance',
		requests: 'API requests',
		average: 'Average response time',
		p50: 'Median response time',
		p95: '95th percentile',
		ttft: 'Median time to first token',
		errors: 'API errors',
		errorRate: 'Error rate',
		retriesExhausted: 'Gave up retrying',
		refusals: 'Refusals',
		cacheHitRate: 'Cache-hit rate',
		compactions: 'Compactions',
		latencyOverTime: 'Response time over time',
		latencyOverTimeAlt: (range: string) => `Median and 95th percentile of response times, ${range}`,
		median: 'Median',
		p95Short: 'p95',
		ttftShort: 'First token, median',
		requestsOverTime: 'Requests by model',
		requestsOverTimeAlt: (range: string) => `API requests by model over time, ${range}`,
		errorsOverTime: 'Errors over time',
		errorsOverTimeAlt: (range: string) => `API errors over time, ${range}`,
		errorsByStatus: 'Errors by status',
		status: 'Status',
		network: 'No answer',
		noErrors: 'No API errors in this range.',
		errorsNote:
			'An API error is a failed attempt. Telemetry tells of the one that ended a request; transcripts also tell of those a retry made good. The error rate is their share of all attempts; “Gave up retrying” counts requests.',
		cacheOverTime: 'Cache-hit rate over time',
		cacheOverTimeAlt: (range: string) => `Share of input tokens read from the cache over time, ${range}`,
		byModel: 'Response time by model',
		columns: {
			model: 'Model',
			requests: 'Requests',
			average: 'Average',
			p50: 'Median',
			p95: 'p95',
			ttftP50: 'First token',
			ttftP95: 'First token, p95'
		},
		none: 'No API requests in this range.',
		within: 'Percentiles are read from a histogram and lie within 9% of the truth.'
	},
	productivity: {
		title: 'Productivity',
		linesAdded: 'Lines added',
		linesRemoved: 'Lines removed',
		commits: 'Commits',
		pullRequests: 'Pull requests',
		activeUser: 'You, active',
		activeCli: 'Claude, at work',
		sessions: 'Sessions',
		costPerCommit: 'Cost per commit',
		costPerLines: 'Cost per 100 lines',
		costPerHour: 'Cost per active hour',
		costPerSession: 'Cost per session',
		acceptance: 'Edits accepted',
		saved: 'Saved by the cache',
		linesOverTime: 'Lines over time',
		linesOverTimeAlt: (range: string) => `Lines added and removed over time, ${range}`,
		added: 'Added',
		removed: 'Removed',
		activityOverTime: 'Commits and pull requests',
		activityOverTimeAlt: (range: string) => `Commits and pull requests over time, ${range}`,
		activeOverTime: 'Active time',
		activeOverTimeAlt: (range: string) => `Active time of you and of Claude over time, ${range}`,
		you: 'You',
		claude: 'Claude',
		week: 'Hours of the week',
		weekNote: 'Sessions at work in each hour, over all weeks of the range.',
		weekAlt: (range: string) => `Sessions by hour of the week, ${range}`,
		weekCell: (day: string, hour: string, n: number, text: string) =>
			`${day} ${hour}: ${plural(n, text, 'session', 'sessions')}`,
		day: 'Day',
		editsByTool: 'Edits by tool',
		editsByLanguage: 'Edits by language',
		language: 'Language',
		tool: 'Tool',
		noMetrics:
			'Lines, commits, time and edits come from metrics. Set OTEL_METRICS_EXPORTER=otlp to have them.',
		languageNote: 'Known where metrics are sent as intervals, as Claude Code does unless told otherwise.'
	},
	skills: {
		title: 'Skills and agents',
		activations: 'Skill activations',
		unique: 'Different skills',
		pluginShare: 'From plugins',
		commands: 'Slash commands',
		plugins: 'Plugins installed',
		runs: 'Subagents finished',
		agentCost: 'Cost of subagents',
		agentShare: 'Share of the cost',
		overTime: 'Activations over time',
		overTimeAlt: (range: string) => `Skill activations by skill over time, ${range}`,
		bySkill: 'Skills',
		skill: 'Skill',
		activationsShort: 'Activations',
		byTrigger: 'How skills start',
		bySource: 'Where skills come from',
		triggers: {
			'claude-proactive': 'by Claude',
			'user-slash': 'by slash command'
		} as Record<string, string>,
		sources: {
			userSettings: 'your settings',
			projectSettings: 'the project',
			plugin: 'a plugin',
			bundled: 'Claude Code',
			builtin: 'Claude Code'
		} as Record<string, string>,
		byCommand: 'Slash commands',
		command: 'Command',
		byCommandSource: 'Where commands come from',
		commandSources: { builtin: 'Claude Code', custom: 'custom', plugin: 'a plugin' } as Record<
			string,
			string
		>,
		byPlugin: 'Plugins installed',
		plugin: 'Plugin',
		byPluginTrigger: 'How plugins were installed',
		byAgent: 'Subagents',
		agent: 'Type',
		runsShort: 'Finished',
		none: 'Nothing of this kind in this range.',
		custom: 'Claude Code sends your own skills’ names only with OTEL_LOG_TOOL_DETAILS=1.',
		recent: 'Recent activations'
	},
	search: {
		title: 'Search',
		label: 'Search all events',
		placeholder: 'Prompts, commands, errors, files, ids',
		start: 'Search',
		cancel: 'Stop',
		again: 'Search again',
		facets: 'Narrow down',
		facetNames: {
			name: 'Event',
			model: 'Model',
			tool: 'Tool',
			project: 'Project',
			profile: 'Profile',
			success: 'Result'
		},
		succeeded: 'Succeeded',
		failed: 'Failed',
		cost: 'Cost over (USD)',
		found: (n: number, text: string) => plural(n, text, 'event', 'events'),
		progress: (percent: string) => `${percent} searched`,
		stopped: 'Stopped',
		took: (n: number, text: string, time: string) =>
			`${plural(n, text, 'event', 'events')} searched in ${time}`,
		none: 'No event matches.',
		noneDetail: 'Try fewer words, a longer range, or fewer filters.',
		notYet: (have: string, total: string) =>
			`History is still arriving: ${have} of ${total} events are on this device.`,
		more: 'Show more',
		volume: 'Events over time',
		volumeAlt: (range: string) => `Matching events over time, ${range}`,
		results: 'Results',
		save: 'Save this search',
		saved: 'Saved searches',
		remove: (name: string) => `Remove ${name}`,
		everything: 'All events',
		clear: 'Clear',
		others: (text: string) => `${text} more`,
		textNote: 'Prompts and tool details are found where Claude Code was allowed to send them.',
		failedSearch: (detail: string) => `The search stopped: ${detail}`
	}
};

/** What every language provides. */
export type Dictionary = typeof en;
