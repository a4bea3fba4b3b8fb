// Values to filter by, in words.
import { type Choice, choiceOf, HIDDEN } from '#lib/domain/names.ts';
import type { Choices } from '#lib/domain/views.ts';
import type { Dictionary } from '#lib/i18n/en.ts';
import type { Dimension } from '#lib/state/range.ts';

const PLURAL = {
	model: 'models',
	project: 'projects',
	branch: 'branches',
	machine: 'machines',
	profile: 'profiles',
	user: 'users'
} as const satisfies Record<Dimension, keyof Choices>;

/** What there is of a dimension, with the chosen value even if it is not among them. */
export function choicesFor(
	choices: Choices | undefined,
	dimension: Dimension,
	chosen: string | undefined
): Choice[] {
	const known = (choices?.[PLURAL[dimension]] ?? []).map((choice) =>
		typeof choice === 'string' ? { label: choice, values: [choice] } : choice
	);
	if (chosen === undefined || choiceOf(known, chosen) !== undefined) return known;
	return [{ label: chosen, values: [chosen] }, ...known];
}

/** How a value is shown; '' and `null` are unknown. */
export function valueText(value: string | null, words: Dictionary): string {
	if (value === HIDDEN) return words.names.hidden;
	return value || words.app.unknown;
}
