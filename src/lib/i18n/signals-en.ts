// Sentences on signals and on channels, in English. Part of `en.ts`.
import type { ChannelKind } from '#lib/domain/channel.ts';
import type { SignalKind } from '#lib/domain/signal.ts';

const plurals = new Intl.PluralRules('en');

const plural = (n: number, text: string, one: string, other: string): string =>
	`${text} ${plurals.select(n) === 'one' ? one : other}`;

export const signalsEn = {
	title: 'Signals',
	lead: 'What is unusual beside the budgets, told the same way as alerts. Each once, for as long as it lasts.',
	names: {
		'spend-spike': 'Spending spike',
		runaway: 'Session running away',
		'api-errors': 'API errors',
		'cache-drop': 'Cache use dropped',
		'new-model': 'New model',
		'unpriced-model': 'Model without a price',
		'price-drift': 'Price drift',
		'data-stopped': 'Telemetry stopped',
		'source-failing': 'Source failing'
	} satisfies Record<SignalKind, string>,
	rules: {
		'spend-spike': 'The last hour cost three times your dear hours, and at least $1.',
		runaway:
			'A session costs three times your dear ones by the minute, and at least $0.50, for over a quarter of an hour.',
		'api-errors': 'Ten or more attempts failed within half an hour, and three in ten of all.',
		'cache-drop': 'Far less of the prompts came from the cache in two hours than on your own days.',
		'new-model': 'A model is used that was not in the four weeks before.',
		'unpriced-model': 'Requests came whose cost is not known.',
		'price-drift': 'Reported costs differ from the price table by a twentieth.',
		'data-stopped': 'A session went on, or stood in the middle of a turn, and nothing of it came in.',
		'source-failing': 'One source fails for five minutes while others deliver.'
	} satisfies Record<SignalKind, string>,
	states: {
		raised: 'Going on',
		watching: 'Watching',
		learning: 'Too little history yet',
		off: 'Off'
	},
	since: (since: string) => `Since ${since}`,
	span: (from: string, to: string) => `${from} to ${to}`,
	earlier: (n: number, text: string) => plural(n, text, 'earlier signal', 'earlier signals'),
	open: {
		session: 'Open the session',
		live: 'See what is running',
		performance: 'See errors and cache',
		accuracy: 'Compare prices',
		settings: 'See the sources'
	}
};

export const channelsEn = {
	title: 'Other channels',
	lead: 'Alerts and signals sent by the relay to another service. They carry what a notification says; no prompts, no paths.',
	none: 'No channel yet.',
	away: 'Channels are shown when the relay answers.',
	add: 'Add a channel',
	titleNew: 'New channel',
	titleEdit: 'Edit channel',
	kind: 'Kind',
	kinds: {
		webhook: 'Webhook (signed JSON)',
		slack: 'Slack or compatible',
		discord: 'Discord or compatible',
		ntfy: 'ntfy'
	} satisfies Record<ChannelKind, string>,
	name: 'Name',
	url: 'Address',
	urlNotes: {
		webhook:
			'https://host/path. Hosts of your own network are declared in TIDEMARK_CHANNEL_HOSTS where the relay is started.',
		slack: 'The address of an incoming webhook, https://hooks.slack.com/services/…',
		discord: 'The address of the channel’s webhook, https://discord.com/api/webhooks/…',
		ntfy: 'Server and topic, https://ntfy.sh/your-topic. Anyone who knows the topic can read it.'
	} satisfies Record<ChannelKind, string>,
	kept: 'The relay keeps it and does not show it again. Empty: it stays as it is.',
	secret: 'Signing secret',
	secretNote: 'Copy it to the receiver now: the relay keeps it and does not show it again.',
	token: 'Access token (only for protected topics)',
	renew: 'Make a new secret',
	names: 'Also name the projects that drove an alert',
	paused: 'Paused: nothing is sent',
	pausedShort: 'Paused',
	save: 'Save',
	cancel: 'Cancel',
	edit: 'Edit',
	editNamed: (name: string) => `Edit ${name}`,
	remove: 'Remove',
	removeNamed: (name: string) => `Remove ${name}`,
	test: 'Send a test',
	testNamed: (name: string) => `Send a test to ${name}`,
	steps: {
		channel: 'Channel known',
		address: 'Address allowed',
		connect: 'Service reached',
		accept: 'Service took the message'
	} as Record<string, string>,
	never: 'nothing sent yet',
	failed: (detail: string) => `That did not work: ${detail}`
};
