// Between the fold's rows and their stored form.
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import { plainModel } from '#lib/domain/price.ts';
import type { Cell, DayRow, SessionRow } from '#lib/domain/rows.ts';
import { isSession, lifetimeSummary, sessionSpan } from '#lib/domain/summary.ts';
import { type DayDetails, type Details, detailsByHour, rollUpDetails } from './details.ts';
import { type DayCosts, rollUp, toHours } from './rollup.ts';
import type { Store, StoredDay, StoredDetails, StoredRollup, StoredSession } from './schema.ts';

export function toStoredSession(row: SessionRow): StoredSession {
	const { user, profile, machine, project, branch } = dimensionsOf(row.facts);
	const models = new Set<string>();
	for (const key in row.totals.models) models.add(plainModel(key.slice(0, key.indexOf('\t'))));
	for (const bucket in row.derived) for (const money of row.derived[bucket]!.money) models.add(money.model);
	const stored: StoredSession = {
		key: row.key,
		user: user ?? '',
		profile: profile ?? '',
		machine: machine ?? '',
		project: project ?? '',
		branch: branch ?? '',
		models: [...models],
		...splitSession(row)
	};
	if (isSession(lifetimeSummary(row, Number.POSITIVE_INFINITY))) stored.lastMs = sessionSpan(row).endedAtMs;
	return stored;
}

const NOTHING = Object.freeze({});

/** A session with what lists show; tools, latency, labels and the ledger are left empty. */
export function fromSessionBody(stored: StoredSession): SessionRow {
	const row = JSON.parse(stored.body) as SessionRow;
	Object.assign(row.totals, { tools: NOTHING, latency: NOTHING, labels: NOTHING });
	return Object.assign(row, { ledger: NOTHING, telemetryRequests: 0, unmatched: NOTHING });
}

/** The whole row, as the fold left it. */
export function fromStoredSession(stored: StoredSession): SessionRow {
	const row = JSON.parse(stored.body) as SessionRow;
	const { totals, ...rest } = JSON.parse(stored.more) as Pick<SessionRow, 'totals'>;
	Object.assign(row.totals, totals);
	return Object.assign(row, rest);
}

function splitSession(row: SessionRow): { body: string; more: string } {
	const { totals, ledger, telemetryRequests, unmatched, ...shown } = row;
	const { counts, models, ...rest } = totals;
	return {
		body: JSON.stringify({ ...shown, totals: { counts, models } }),
		more: JSON.stringify({ totals: rest, ledger, telemetryRequests, unmatched })
	};
}

/** A day with counts, models and derived money; tools, latency and labels are left empty. Only of the sessions kept. */
export function fromDayBody({ day, body }: StoredDay, keep?: ((key: string) => boolean) | undefined): DayRow {
	const cells: DayRow['cells'] = {};
	for (const { key, buckets } of bySession<Cell>(body, keep)) {
		for (const bucket in buckets) {
			const cell = buckets[bucket]!;
			cell.tools = NOTHING;
			cell.latency = NOTHING;
			cell.labels = NOTHING;
			(cells[bucket] ??= {})[key] = cell;
		}
	}
	return { day, cells };
}

/** The whole row, as the fold left it. */
export function fromStoredDay(stored: StoredDay): DayRow {
	const row = fromDayBody(stored);
	for (const { key, buckets } of detailsBySession(stored.more))
		for (const bucket in buckets) Object.assign(row.cells[bucket]![key]!, buckets[bucket]);
	return row;
}

/** Tools, latency and labels by session and bucket, from `StoredDay.more`; only those of the sessions kept are parsed. */
export function detailsBySession(
	more: string,
	keep?: ((key: string) => boolean) | undefined
): Generator<BySession<Details>> {
	return bySession(more, keep);
}

interface BySession<T> {
	key: string;
	buckets: Record<string, T>;
}

function* bySession<T>(lines: string, keep: ((key: string) => boolean) | undefined): Generator<BySession<T>> {
	let start = 0;
	while (start < lines.length) {
		const end = lines.indexOf('\n', start);
		const tab = lines.indexOf('\t', start);
		const key = JSON.parse(lines.slice(start, tab)) as string;
		if (!keep || keep(key))
			yield { key, buckets: JSON.parse(lines.slice(tab + 1, end)) as Record<string, T> };
		start = end + 1;
	}
}

/** A line a session: JSON has no line breaks and no tabs of its own. */
function toLines(sessions: ReadonlyMap<string, Record<string, object>>): string {
	let lines = '';
	for (const [key, buckets] of sessions) lines += `${JSON.stringify(key)}\t${JSON.stringify(buckets)}\n`;
	return lines;
}

export function toStoredDay(row: DayRow): StoredDay {
	const body = new Map<string, Record<string, object>>();
	const more = new Map<string, Record<string, Details>>();
	for (const bucket in row.cells) {
		for (const key in row.cells[bucket]) {
			const { counts, models, derived, tools, latency, labels } = row.cells[bucket]![key]!;
			let shown = body.get(key);
			if (shown === undefined) body.set(key, (shown = {}));
			shown[bucket] = derived ? { counts, models, derived } : { counts, models };
			let rest = more.get(key);
			if (rest === undefined) more.set(key, (rest = {}));
			rest[bucket] = { tools, latency, labels };
		}
	}
	return { day: row.day, body: toLines(body), more: toLines(more) };
}

export type Grain = 'hour' | 'quarter';

export function fromStoredSums({ day, body, fine }: StoredRollup, grain: Grain): DayRow {
	return { day, cells: JSON.parse(grain === 'hour' ? body : fine) as DayRow['cells'] };
}

export function fromStoredCosts({ body, fine }: StoredRollup, grain: Grain): DayCosts {
	return JSON.parse(grain === 'hour' ? body : fine) as DayCosts;
}

export function fromStoredDetails({ day, body, fine }: StoredDetails, grain: Grain): DayDetails {
	return { day, buckets: JSON.parse(grain === 'hour' ? body : fine) as DayDetails['buckets'] };
}

/** No event stands behind it any more. */
export function isEmptySession(row: SessionRow): boolean {
	return row.totals.counts.every((count) => count === 0);
}

export function isEmptyDay(row: DayRow): boolean {
	for (const _ in row.cells) return false;
	return true;
}

/** Saves the rows, and removes those that stand for nothing; to be called inside a transaction over `rowTables`. */
export async function saveRows(
	store: Store,
	sessions: readonly SessionRow[],
	days: readonly DayRow[]
): Promise<void> {
	const keptSessions: StoredSession[] = [];
	const goneSessions: string[] = [];
	for (const row of sessions) {
		if (isEmptySession(row)) goneSessions.push(row.key);
		else keptSessions.push(toStoredSession(row));
	}
	const gone: number[] = [];
	const stored: StoredDay[] = [];
	const sums: StoredRollup[] = [];
	const costs: StoredRollup[] = [];
	const details: StoredDetails[] = [];
	for (const row of days) {
		const { day } = row;
		if (isEmptyDay(row)) {
			gone.push(day);
			continue;
		}
		const rollup = rollUp(row, { nowMs: Number.POSITIVE_INFINITY });
		const { settlesMs } = rollup;
		stored.push(toStoredDay(row));
		const hours = toHours(rollup);
		sums.push({
			day,
			settlesMs,
			body: JSON.stringify(hours.sums.cells),
			fine: JSON.stringify(rollup.sums.cells)
		});
		costs.push({ day, settlesMs, body: JSON.stringify(hours.costs), fine: JSON.stringify(rollup.costs) });
		const fine = rollUpDetails(row);
		details.push({
			day,
			body: JSON.stringify(detailsByHour(fine).buckets),
			fine: JSON.stringify(fine.buckets)
		});
	}
	await Promise.all([
		store.sessions.bulkPut(keptSessions),
		store.sessions.bulkDelete(goneSessions),
		store.days.bulkPut(stored),
		store.daySums.bulkPut(sums),
		store.dayCosts.bulkPut(costs),
		store.dayDetails.bulkPut(details),
		...[store.days, store.daySums, store.dayCosts, store.dayDetails].map((table) => table.bulkDelete(gone))
	]);
}
