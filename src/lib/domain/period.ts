// Days and other periods of a person's calendar, in an IANA zone: 23- and 25-hour days, days without midnight and
// skipped days included. The clock is always a parameter.
import { DAY_MS } from './rows.ts';

/** A date of the calendar, without zone: `2026-11-20`. */
export type LocalDate = string;

export interface LocalDay {
	label: LocalDate;
	startMs: number;
	/** Start of the next day. */
	endMs: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
	let format = formats.get(zone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit'
		});
		formats.set(zone, format);
	}
	return format;
}

/** The wall clock in the zone, as if it were UTC: ms since the epoch of a clock that never shifts. */
export function wallClockMs(atMs: number, zone: string): number {
	const parts: Record<string, number> = {};
	for (const part of formatOf(zone).formatToParts(atMs)) {
		if (part.type !== 'literal') parts[part.type] = Number(part.value);
	}
	const wall = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!);
	return wall + (((atMs % 1000) + 1000) % 1000);
}

const labelOf = (wallMs: number): LocalDate => isoOf(wallMs).slice(0, 10);

function isoOf(wallMs: number): string {
	const days = Math.floor(wallMs / DAY_MS);
	const hour = Math.floor((wallMs - days * DAY_MS) / 3_600_000);
	const [year, month, day] = civil(days);
	return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}T${pad(hour)}`;
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** Days since 1970-01-01 → [year, month, day]. https://howardhinnant.github.io/date_algorithms.html#civil_from_days */
function civil(days: number): [number, number, number] {
	const z = days + 719_468;
	const era = Math.floor(z / 146_097);
	const doe = z - era * 146_097;
	const yoe = Math.floor(
		(doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365
	);
	const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
	const mp = Math.floor((5 * doy + 2) / 153);
	const month = mp < 10 ? mp + 3 : mp - 9;
	return [yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1];
}

/** The date in the zone at this moment. */
export function localDate(atMs: number, zone: string): LocalDate {
	return labelOf(wallClockMs(atMs, zone));
}

/** `2026-11-20T14`: the local hour at this moment. */
export function localHour(atMs: number, zone: string): string {
	return isoOf(wallClockMs(atMs, zone));
}

const starts = new Map<string, number>();

/** The first moment of a date in the zone; for a date the zone skipped, the moment of the skip. */
export function startOfDate(date: LocalDate, zone: string): number {
	const key = `${date} ${zone}`;
	let start = starts.get(key);
	if (start === undefined) {
		start = findStartOfDate(date, zone);
		starts.set(key, start);
	}
	return start;
}

function findStartOfDate(date: LocalDate, zone: string): number {
	const wall = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
	// Nearly always midnight at the offset of that day.
	const guess = wall - (wallClockMs(wall, zone) - wall);
	if (labelOf(wallClockMs(guess, zone)) === date && labelOf(wallClockMs(guess - 1000, zone)) < date)
		return guess;
	// The first instant whose wall clock has reached midnight of the date. Dates never run backwards in a zone, so
	// search by halves between two instants that certainly lie before and after.
	let before = wall - 30 * 3_600_000;
	let after = wall + 30 * 3_600_000;
	while (after - before > 1000) {
		const middle = before + Math.floor((after - before) / 2000) * 1000;
		if (labelOf(wallClockMs(middle, zone)) < date) before = middle;
		else after = middle;
	}
	return after;
}

/** The start of the local day this moment lies in. */
export function startOfLocalDay(atMs: number, zone: string): number {
	return startOfDate(localDate(atMs, zone), zone);
}

/** The date `days` later (or earlier). */
export function addDays(date: LocalDate, days: number): LocalDate {
	return labelOf(
		Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) +
			days * DAY_MS
	);
}

/** The start of the local day `days` after the one this moment lies in. */
export function addLocalDays(atMs: number, days: number, zone: string): number {
	return startOfDate(addDays(localDate(atMs, zone), days), zone);
}

/** The local days that overlap the half-open range, oldest first. A skipped date is left out. */
export function localDays(range: { fromMs: number; toMs: number }, zone: string): LocalDay[] {
	const days: LocalDay[] = [];
	let label = localDate(range.fromMs, zone);
	let startMs = startOfDate(label, zone);
	while (startMs < range.toMs) {
		const next = addDays(label, 1);
		const endMs = startOfDate(next, zone);
		if (endMs > startMs) days.push({ label, startMs, endMs });
		label = next;
		startMs = endMs;
	}
	return days;
}

/** Day of the week of a date, 0 = Sunday. */
export function weekday(date: LocalDate): number {
	const days =
		Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;
	return (((days + 4) % 7) + 7) % 7;
}

/** First date of the week a date lies in; `firstDay` 0 = Sunday, 1 = Monday. */
export function startOfWeek(date: LocalDate, firstDay: number): LocalDate {
	return addDays(date, -((weekday(date) - firstDay + 7) % 7));
}

/** First date of the month a date lies in. */
export function startOfMonth(date: LocalDate): LocalDate {
	return `${date.slice(0, 7)}-01`;
}
