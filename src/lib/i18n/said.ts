// A sentence of the relay, or of an error, in the language in use.
import type { Dictionary } from './en.ts';
import { t } from './i18n.svelte.ts';
import { translateBy } from './sentences.ts';

export function translated(sentence: string): string {
	// The first view has not loaded these.
	const { said } = t() as Partial<Dictionary>;
	return said === undefined ? sentence : translateBy(said, sentence);
}

/** What went wrong, as a person is told. */
export function reasonOf(error: unknown): string {
	return translated(error instanceof Error ? error.message : String(error));
}
