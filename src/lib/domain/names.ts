// What people call things: projects, branches, machines, profiles and users under another name, several under one, or
// out of sight. Laid over the discovered values when a question is asked, so that a name changes no row and no sum.
import type { Rejected } from './budget.ts';
import type { Dimensions } from './dimensions.ts';
import { type Dated, isTime } from './later.ts';

export const NAMED = ['project', 'branch', 'machine', 'profile', 'user'] as const;

export type Named = (typeof NAMED)[number];

/** What a person said of one discovered value. The last word on it stays, also when that says nothing (no name, shown). */
export interface NameRule extends Dated {
	dimension: Named;
	/** As discovered; '' stands for unknown. */
	value: string;
	/** Shown instead; values of one shown name count as one. `null`: as discovered. */
	name: string | null;
	/** Not offered as a filter; in lists and groups it is `HIDDEN`. Its money still counts. */
	hidden: boolean;
}

/** A discovered value and what it comes to over all time. */
export interface NamedValue {
	dimension: Named;
	/** '' is unknown. */
	value: string;
	sessions: number;
	costNanoUsd: number;
}

/** Stands for all hidden values of a dimension. */
export const HIDDEN = '~hidden';

/** Values of a dimension that are shown as one. */
export interface Choice {
	/** '' is unknown. */
	label: string;
	/** As discovered. The first names the choice in links and budgets: it stays the same under any other name. */
	values: string[];
}

export interface Names {
	/** What the value is shown as; `null` and '' are unknown. */
	shown(dimension: Named, value: string | null): string | null;
	/** The name without regard to hiding; '' is unknown. */
	called(dimension: Named, value: string | null): string;
	apply<D extends Dimensions>(dimensions: D): D;
	/**
	 * Whether a value belongs to what a link or a budget asks for: by any value of the same name, or by that name itself.
	 * A hidden value still answers to its name: hiding takes no money out of a budget.
	 */
	matches(dimension: Named, wanted: string, value: string | null): boolean;
	/** Discovered values as choices, by label; the hidden ones are one choice, the last. */
	choices(dimension: Named, values: Iterable<string>): Choice[];
}

const MAX_VALUE = 500;

export function nameId(dimension: Named, value: string): string {
	return `${dimension}:${value}`;
}

export function createNames(rules: readonly NameRule[]): Names {
	const byId = new Map(rules.map((rule) => [rule.id, rule]));

	const ruleOf = (dimension: Named, value: string | null) => byId.get(nameId(dimension, value ?? ''));
	const called: Names['called'] = (dimension, value) => ruleOf(dimension, value)?.name ?? value ?? '';

	function shown(dimension: Named, value: string | null): string | null {
		return ruleOf(dimension, value)?.hidden ? HIDDEN : called(dimension, value) || null;
	}

	return {
		shown,
		called,
		apply(dimensions) {
			if (byId.size === 0) return dimensions;
			const named = { ...dimensions };
			for (const dimension of NAMED) named[dimension] = shown(dimension, dimensions[dimension]);
			return named;
		},
		matches(dimension, wanted, value) {
			if (wanted === HIDDEN) return shown(dimension, value) === HIDDEN;
			return called(dimension, value) === called(dimension, wanted);
		},
		choices(dimension, values) {
			const byLabel = new Map<string, string[]>();
			for (const value of [...values].sort()) {
				const label = shown(dimension, value) ?? '';
				const same = byLabel.get(label);
				if (same) same.push(value);
				else byLabel.set(label, label === HIDDEN ? [HIDDEN, value] : [value]);
			}
			return [...byLabel]
				.map(([label, members]) => ({ label, values: members }))
				.sort((a, b) => rank(a) - rank(b) || (a.label < b.label ? -1 : 1));
		}
	};
}

const rank = ({ label }: Choice): number => (label === HIDDEN ? 1 : 0);

export const NO_NAMES = createNames([]);

/** The choice a value of a link stands for. */
export function choiceOf(choices: readonly Choice[], wanted: string): Choice | undefined {
	return (
		choices.find(({ values }) => values.includes(wanted)) ?? choices.find(({ label }) => label === wanted)
	);
}

/** As received, checked; unknown fields are dropped and the id is made anew. */
export function parseNameRule(value: unknown): NameRule | Rejected {
	if (value === null || typeof value !== 'object') return { rejected: 'A name is an object.' };
	const { dimension, value: of, name, hidden, updatedAtMs } = value as Record<string, unknown>;
	if (!NAMED.includes(dimension as Named)) return { rejected: 'That dimension is not known.' };
	if (typeof of !== 'string' || of.length > MAX_VALUE) {
		return { rejected: `A value has at most ${MAX_VALUE} characters.` };
	}
	if (name !== null && (typeof name !== 'string' || name.trim() === '' || name.length > MAX_VALUE)) {
		return { rejected: `A name has 1 to ${MAX_VALUE} characters, or is null.` };
	}
	if (typeof hidden !== 'boolean') return { rejected: '"hidden" is true or false.' };
	if (!isTime(updatedAtMs)) return { rejected: '"updatedAtMs" is a time in ms.' };
	const known = dimension as Named;
	return {
		id: nameId(known, of),
		dimension: known,
		value: of,
		name: name === null ? null : (name as string).trim(),
		hidden,
		updatedAtMs
	};
}
