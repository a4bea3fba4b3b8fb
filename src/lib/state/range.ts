// The range and filters every page shares, as they stand in the URL. Pure: clock, zone and first weekday are given.
import {
	addDays,
	type LocalDate,
	localDate,
	startOfDate,
	startOfLocalDay,
	startOfMonth,
	startOfWeek
} from '#lib/domain/period.ts';
import { BUCKET_MS } from '#lib/domain/rows.ts';
import type { Filter, Range } from '#lib/domain/views.ts';

export const PRESETS = ['today', '7d', '30d', 'week', 'month'] as const;

export type Preset = (typeof PRESETS)[number];

export const DIMENSIONS = ['model', 'project', 'branch', 'profile', 'machine', 'user'] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** What a URL says. With `from` and `to` set, the preset is `custom`. */
export interface Selection {
	preset: Preset | 'custom';
	from: LocalDate | null;
	to: LocalDate | null;
	compare: boolean;
	filter: Filter;
}

export interface Resolved {
	range: Range;
	/** As much of the period before as has passed of this one, on a 15-minute boundary; `null` when not compared. */
	previous: Range | null;
	/** First and last date, inclusive. */
	from: LocalDate;
	to: LocalDate;
}

export const DEFAULT_PRESET: Preset = '7d';

const MAX_DAYS = 3660;
const OWNED = ['range', 'from', 'to', 'compare', ...DIMENSIONS] as const;

/** Never throws: what a URL says wrongly is left out. */
export function parseSelection(params: URLSearchParams): Selection {
	const filter: Filter = {};
	for (const dimension of DIMENSIONS) {
		const value = params.get(dimension);
		if (value !== null) filter[dimension] = value;
	}
	const compare = params.get('compare') !== 'off';
	const from = parseDate(params.get('from'));
	const to = parseDate(params.get('to')) ?? from;
	if (from !== null && to !== null) {
		const [first, last] = from <= to ? [from, to] : [to, from];
		const tooLong = daysBetween(first, last) > MAX_DAYS;
		return { preset: 'custom', from: first, to: tooLong ? addDays(first, MAX_DAYS) : last, compare, filter };
	}
	const preset = PRESETS.find((name) => name === params.get('range')) ?? DEFAULT_PRESET;
	return { preset, from: null, to: null, compare, filter };
}

/** The parameters of `params` that are not ours, and those of the selection that are not the default. */
export function writeSelection(selection: Selection, params: URLSearchParams): URLSearchParams {
	const next = new URLSearchParams(params);
	for (const name of OWNED) next.delete(name);
	if (selection.preset === 'custom' && selection.from !== null && selection.to !== null) {
		next.set('from', selection.from);
		next.set('to', selection.to);
	} else if (selection.preset !== DEFAULT_PRESET) next.set('range', selection.preset);
	if (!selection.compare) next.set('compare', 'off');
	for (const dimension of DIMENSIONS) {
		const value = selection.filter[dimension];
		if (value !== undefined) next.set(dimension, value);
	}
	return next;
}

/** Only the shared parameters: what a link to another page carries along. */
export function sharedSearch(params: URLSearchParams): string {
	const kept = writeSelection(parseSelection(params), new URLSearchParams()).toString();
	return kept === '' ? '' : `?${kept}`;
}

export function resolveSelection(
	selection: Selection,
	nowMs: number,
	zone: string,
	firstDay: number
): Resolved {
	const today = localDate(nowMs, zone);
	const [from, to] = datesOf(selection, today, firstDay);
	const range = { fromMs: startOfDate(from, zone), toMs: startOfDate(addDays(to, 1), zone) };
	if (!selection.compare) return { range, previous: null, from, to };
	const before = previousFrom(selection, from, to);
	const previous = { fromMs: startOfDate(before, zone), toMs: range.fromMs };
	if (nowMs >= range.fromMs && nowMs < range.toMs) {
		const passed =
			selection.preset === 'month'
				? previous.fromMs + (nowMs - range.fromMs)
				: startOfDate(addDays(today, daysBetween(from, before)), zone) +
					(nowMs - startOfLocalDay(nowMs, zone));
		previous.toMs = Math.min(previous.toMs, Math.floor(passed / BUCKET_MS) * BUCKET_MS);
	}
	return { range, previous, from, to };
}

function datesOf(
	{ preset, from, to }: Selection,
	today: LocalDate,
	firstDay: number
): [LocalDate, LocalDate] {
	switch (preset) {
		case 'today':
			return [today, today];
		case '7d':
			return [addDays(today, -6), today];
		case '30d':
			return [addDays(today, -29), today];
		case 'week':
			return [startOfWeek(today, firstDay), addDays(startOfWeek(today, firstDay), 6)];
		case 'month':
			return [startOfMonth(today), addDays(startOfMonth(addDays(startOfMonth(today), 31)), -1)];
		case 'custom':
			return [from ?? today, to ?? today];
	}
}

function previousFrom(selection: Selection, from: LocalDate, to: LocalDate): LocalDate {
	if (selection.preset === 'month') return startOfMonth(addDays(from, -1));
	return addDays(from, -(daysBetween(from, to) + 1));
}

/** Days from `a` to `b`; negative when `b` is earlier. */
function daysBetween(a: LocalDate, b: LocalDate): number {
	return Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);
}

function parseDate(text: string | null): LocalDate | null {
	if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
	const at = Date.parse(`${text}T00:00:00Z`);
	// 2026-02-31 parses to nothing or to another day: neither is the date that was written.
	if (Number.isNaN(at) || addDays(text, 0) !== text) return null;
	return text >= '1971-01-01' && text <= '2200-01-01' ? text : null;
}
