// Sentences on two sessions side by side and on a session among its project's, in English. Part of `en.ts`.
const rules = new Intl.PluralRules('en');

export const compareEn = {
	title: 'Compare sessions',
	/** From a session: with the usual one of its project. */
	withTypical: 'Compare with…',
	withTypicalNote: 'Compare with the session nearest the median of this project',
	choose: 'Compare two',
	stop: 'Cancel',
	chosen: (count: string) => `${count} of 2 chosen`,
	chooseNote: 'Choose two sessions',
	go: 'Compare',
	another: 'Choose another',
	swap: 'Swap sides',
	first: 'First',
	second: 'Second',
	difference: 'Difference',
	differenceNote: 'First less second.',
	/** Of a share, in hundredths. */
	points: (value: string) => `${value} pts`,
	figures: 'Figures',
	figure: 'Figure',
	share: 'What',
	figureNames: {
		cost: 'Cost',
		duration: 'Duration',
		activeTime: 'Active time',
		prompts: 'Prompts',
		requests: 'Requests',
		tools: 'Tool calls',
		toolFailures: 'Failed tool calls',
		errors: 'API errors',
		input: 'Input tokens',
		output: 'Output tokens',
		cacheRead: 'Cache reads',
		cacheWrite: 'Cache writes',
		cacheHitRate: 'Cache-hit rate',
		lines: 'Lines changed'
	},
	causes: 'Where the difference is',
	total: 'Session',
	more: (amount: string) => `The first cost ${amount} more.`,
	less: (amount: string) => `The first cost ${amount} less.`,
	same: 'Both cost the same.',
	unpriced: 'The cost of one of them is not known, so there is no difference to tell.',
	findings: (name: string) => `Why it cost this: ${name}`,
	noFindings: 'Nothing stands out.',
	row: (number: string) => `row ${number}`,
	missing: 'This session is not on this device.',
	alone: 'There is no other session of this project to compare with yet.',
	nobody: 'No session is chosen.',
	toSessions: 'Choose from all sessions',
	dearer: (percent: string, n: number, count: string, project: string) =>
		`Dearer than ${percent} of ${count} other ${rules.select(n) === 'one' ? 'session' : 'sessions'} in ${project}`,
	tooFew: (count: string, needed: string, project: string) =>
		`${count} other sessions in ${project} so far: from ${needed} on this tells how dear it is among them`
};
