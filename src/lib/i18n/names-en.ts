// What Settings says of names and of own prices.
const rules = new Intl.PluralRules('en');

const plural = (n: number, text: string, one: string, other: string): string =>
	`${text} ${rules.select(n) === 'one' ? one : other}`;

export const namesEn = {
	title: 'Names',
	note: 'Projects, branches, machines, profiles and users as they were discovered. A name changes what is shown, never what was recorded; two values of one name count as one, in filters, budgets, files and the terminal report.',
	hiddenNote:
		'A hidden value is no longer offered as a filter and is listed under “Hidden”. Its money stays in every total and budget.',
	dimension: 'Show',
	none: 'Nothing discovered yet. Values appear here with the first session.',
	hidden: 'Hidden',
	discovered: (value: string) => `discovered as ${value}`,
	mergedWith: (n: number, text: string) => `one of ${plural(n, text, 'value', 'values')} of this name`,
	sessions: (n: number, text: string) => plural(n, text, 'session', 'sessions'),
	rename: 'Rename',
	renameOf: (value: string) => `Rename ${value}`,
	newName: (value: string) => `Name for ${value}`,
	mergeHint: 'The name of another value merges both. Leave it empty for the discovered name.',
	hide: 'Hide',
	hideOf: (value: string) => `Hide ${value}`,
	show: 'Show again',
	showOf: (value: string) => `Show ${value} again`,
	save: 'Save',
	cancel: 'Cancel',
	more: (text: string) => `${text} more`,
	unsent: 'Kept on this device. It goes to the relay when that can be reached.',
	failed: (reason: string) => `It could not be kept: ${reason}`
};

export const ownPricesEn = {
	title: 'Own rates',
	note: 'Your own rates for a model, from a date until its next own rates. They price requests for which Claude Code sent no cost; costs it reported stay as they are.',
	none: 'No own rates: the table below is used.',
	add: 'Add rates',
	addFor: (model: string) => `Set own rates for ${model}`,
	observed: (rates: string) => `All since then fit these rates, to the nano-dollar: ${rates}.`,
	observedTimes: (factor: string, rates: string) =>
		`All since then are ${factor} times the table, to the nano-dollar: ${rates}.`,
	unseen: (kinds: string) => `Not used since then, kept as in the table: ${kinds}.`,
	useObserved: 'Use the observed rates',
	useObservedOf: (model: string) => `Use the observed rates for ${model}`,
	cannotTell: {
		tooFew:
			'Which rates they were charged at cannot be told yet: their kinds of tokens stand in too few different proportions.',
		contradict: 'No rates explain all of them exactly, so none are proposed.',
		bySize:
			'The table charges this model by the size of the prompt, which own rates cannot; so none are proposed.'
	},
	edit: 'Edit',
	editOf: (model: string) => `Edit the rates of ${model}`,
	remove: 'Remove',
	removeOf: (model: string) => `Remove the rates of ${model}`,
	formTitle: 'Own rates of a model, USD per million tokens',
	model: 'Model',
	modelBad: 'Name a model, as in claude-opus-4-5.',
	from: 'From (UTC date)',
	fromNote: 'Empty: for all time.',
	always: 'for all time',
	rateBad: 'Each rate is a number from 0 to 100,000 with at most three decimals.',
	save: 'Save rates',
	cancel: 'Cancel',
	repricing:
		'Re-pricing… Figures are still those of the former rates; they change together when all requests are priced.',
	repricingOffline: 'Re-pricing waits for the relay. Figures are still those of the former rates.',
	horizon: 'Days whose events are no longer kept stay as they were priced.'
};
