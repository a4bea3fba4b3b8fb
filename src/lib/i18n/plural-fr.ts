// French counts 0 and 1 as one: Intl knows.
const rules = new Intl.PluralRules('fr');

export const pluralFr = (n: number, text: string, one: string, other: string): string =>
	`${text} ${rules.select(n) === 'one' ? one : other}`;
