// The made-up world of the demo: projects, who works on them, what is asked and answered.

export interface Project {
	name: string;
	profile: string;
	branches: readonly string[];
	/** Weight of being worked on. */
	share: number;
	language: string;
	folder: string;
	hooks: boolean;
	mcp: string | null;
	subjects: readonly string[];
}

export const PROJECTS: readonly Project[] = [
	{
		name: 'harbor-api',
		profile: 'work',
		branches: ['main', 'feat/berth-booking', 'fix/tide-cache', 'chore/deps'],
		share: 34,
		language: 'TypeScript',
		folder: '/home/sam/work/harbor-api',
		hooks: true,
		mcp: 'postgres',
		subjects: ['berth booking', 'the tide cache', 'rate limits', 'the invoice export', 'webhook retries']
	},
	{
		name: 'pilot-web',
		profile: 'work',
		branches: ['main', 'feat/map-layers', 'fix/login-loop'],
		share: 26,
		language: 'TypeScript',
		folder: '/home/sam/work/pilot-web',
		hooks: true,
		mcp: 'browser',
		subjects: [
			'the map layers',
			'the login loop',
			'the date picker',
			'keyboard navigation',
			'the empty state'
		]
	},
	{
		name: 'ledger-batch',
		profile: 'work',
		branches: ['main', 'feat/fx-rounding'],
		share: 14,
		language: 'Python',
		folder: '/home/sam/work/ledger-batch',
		hooks: false,
		mcp: null,
		subjects: ['currency rounding', 'the nightly import', 'the slow query', 'the reconciliation report']
	},
	{
		name: 'infra',
		profile: 'work',
		branches: ['main', 'feat/zone-b'],
		share: 9,
		language: 'HCL',
		folder: '/home/sam/work/infra',
		hooks: false,
		mcp: null,
		subjects: ['the second zone', 'the alert rules', 'the backup job']
	},
	{
		name: 'birdsong',
		profile: 'personal',
		branches: ['main', 'spectrogram'],
		share: 11,
		language: 'Rust',
		folder: '/home/sam/src/birdsong',
		hooks: false,
		mcp: null,
		subjects: ['the spectrogram', 'the species index', 'the WAV reader']
	},
	{
		name: 'dotfiles',
		profile: 'personal',
		branches: ['main'],
		share: 6,
		language: 'Shell',
		folder: '/home/sam/src/dotfiles',
		hooks: false,
		mcp: null,
		subjects: ['the shell prompt', 'the backup script']
	}
];

/** Where the work is done; the second one is left at the office. */
export const MACHINES: Record<string, number> = { 'sams-laptop': 70, 'office-desktop': 30 };

export const ASKS: readonly string[] = [
	'Why does {subject} fail on the second run?',
	'Add tests for {subject}, the edge cases first.',
	'Refactor {subject} so that it has no global state.',
	'Make {subject} faster; profile it before you change anything.',
	'Write down how {subject} works for a new colleague.',
	'Review the changes to {subject} and list what worries you.',
	'Fix the flaky test around {subject}.',
	'Explain what {subject} does with an empty input.',
	'Rename the types in {subject} and keep the public names.',
	'Find every place that still uses the old version of {subject}.'
];

export const FOLLOW_UPS: readonly string[] = [
	'Yes, do that.',
	'Run the tests again.',
	'That is too much, only the first part.',
	'Now commit it with a short message.',
	'Use the existing helper instead.',
	'Look at the last failing run as well.',
	'Good. Next, the error messages.',
	'Undo the last edit and try the other way.',
	'What would break if we removed it?'
];

export const ANSWERS: readonly string[] = [
	'I will look at the code first.',
	'The cause is a cache key that leaves out the locale. I changed it and the tests pass.',
	'Three places use it; two are safe to change, the third is part of the public interface.',
	'Done. All tests pass.',
	'The failing test depends on the order of the rows. I made it sort before comparing.',
	'I split it into two functions and kept the names callers use.',
	'It is committed. Shall I open a pull request?'
];

export const COMMANDS: readonly string[] = [
	'npm test',
	'git status',
	'git diff --stat',
	'rg -n "TODO" src',
	'npm run build',
	'pytest -q',
	'cargo test',
	'ls -la',
	'terraform plan'
];

export const PLUGINS: readonly string[] = ['cc-plugin-agents-md', 'cc-plugin-privacy', 'cc-plugin-diff'];
export const SKILLS: readonly string[] = ['release-notes', 'write-tests', 'review'];
