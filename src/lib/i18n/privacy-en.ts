// Words on what others may not read, in English. Part of `en.ts`.

const rules = new Intl.PluralRules('en');

export const privacyEn = {
	title: 'Privacy',
	hide: 'Hide content',
	show: 'Show content again',
	hideNote:
		'While you share your screen: prompts, titles, errors, paths, projects, branches, people and machines become dots on every page of this device. Money stays. Key: H.',
	redactionOn:
		'Passwords and keys of known shape are taken out of prompts, commands and errors before they are stored.',
	redactionOff: 'Secrets in prompts, commands and errors are stored as they came (TIDEMARK_REDACT=off).',
	sinceStart: 'Since Tidemark started',
	redacted: (n: number, text: string) =>
		`${text} ${rules.select(n) === 'one' ? 'secret' : 'secrets'} taken out`
};
