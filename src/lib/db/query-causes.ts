// Questions of the session page about causes. A session is analysed once for each state of its events and kept for the
// questions that follow, its rows before what they went to; the page asks by `version`, so that nothing is sent twice for
// the same events. Two are kept: the page that compares asks about both in turn.
import type { DomainEvent } from '#lib/domain/event.ts';
import { findings, type History } from '#lib/domain/findings.ts';
import { derivedMoney } from '#lib/domain/lineage.ts';
import type { SessionRow } from '#lib/domain/rows.ts';
import {
	type Analysis,
	analyse,
	causesOf,
	type Grown,
	grow,
	rowDetail,
	sidesOf
} from '#lib/domain/session-causes.ts';
import { isSettled, lifetimeSummary, sessionItem } from '#lib/domain/summary.ts';
import { createHistory } from './history.ts';
import { readNames } from './names.ts';
import type { QueryArgs, QueryResult } from './protocol.ts';
import { type QueryContext, sessionInRange } from './query-overview.ts';
import { expectedEvents, type RemoteEvents, sessionEvents } from './query-sessions.ts';
import { pricesOf, readSync } from './sync-state.ts';

type Name = 'sessionHead' | 'causes' | 'sides' | 'findings' | 'causeRow';
export type CauseAnswers = { [N in Name]: (args: QueryArgs<N>) => Promise<QueryResult<N>> };

const KEPT = 2;

interface Held {
	key: string;
	row: SessionRow;
	settled: number;
	events: DomainEvent[];
	version: number;
	/** Begun when first asked for; the questions that come meanwhile share them. */
	grown: Promise<Grown> | null;
	analysis: Promise<Analysis> | null;
}

export function createCauses(context: QueryContext, remote: RemoteEvents): CauseAnswers {
	const history = createHistory(context);
	/** By key; the one asked about last is at the end. */
	const kept = new Map<string, Held>();
	let versions = 0;
	/** By key; questions that come together wait for one reading. */
	const reading = new Map<string, Promise<unknown>>();

	/** The session's events as they are now; the ones held before if nothing has changed. */
	async function load(key: string): Promise<Held | null> {
		for (let other = reading.get(key); other !== undefined; other = reading.get(key)) await other;
		const own = loadNow(key);
		// What failed is told to the one who asked.
		const ended = own.then(
			() => reading.delete(key),
			() => reading.delete(key)
		);
		reading.set(key, ended);
		return own;
	}

	async function loadNow(key: string): Promise<Held | null> {
		const { sessions } = await context.cache.read({ sessions: [key] });
		const row = sessions.get(key);
		if (row === undefined) return null;
		const settled = settledMoney(row, context.nowMs());
		// The row is another object whenever anything in the session changed.
		const same = (held: Held | undefined): held is Held => held?.row === row && held.settled === settled;
		let held = kept.get(key);
		if (same(held) && held.events.length >= expectedEvents(row)) return keep(held);
		const events = await sessionEvents(context, remote, row);
		held = kept.get(key);
		if (same(held) && held.events.length === events.length) return keep(held);
		versions += 1;
		return keep({ key, row, settled, events, version: versions, grown: null, analysis: null });
	}

	function keep(held: Held): Held {
		kept.delete(held.key);
		kept.set(held.key, held);
		for (const key of kept.keys()) if (kept.size > KEPT) kept.delete(key);
		return held;
	}

	/** What is held is good for a version asked for at most: events may have come since. */
	async function heldOf(key: string): Promise<Held | null> {
		return kept.get(key) ?? load(key);
	}

	function grownOf(held: Held): Promise<Grown> {
		held.grown ??= growNow(held).catch((error: unknown) => {
			held.grown = null;
			throw error;
		});
		return held.grown;
	}

	async function growNow({ row, events }: Held): Promise<Grown> {
		const prices = pricesOf(await readSync(context.store));
		return grow(events, context.nowMs(), prices, derivedMoney(row));
	}

	async function analysisOf(key: string): Promise<{ held: Held; analysis: Analysis } | null> {
		const held = await heldOf(key);
		if (held === null) return null;
		held.analysis ??= grownOf(held)
			.then((grown) => analyse(grown, held.events, context.nowMs()))
			.catch((error: unknown) => {
				held.analysis = null;
				throw error;
			});
		return { held, analysis: await held.analysis };
	}

	return {
		async sessionHead({ key, range }) {
			const now = await load(key);
			if (now === null) return null;
			const { row, events, version } = now;
			const nowMs = context.nowMs();
			const inRange = range
				? await sessionInRange(context, row, range, { nowMs })
				: lifetimeSummary(row, nowMs);
			return {
				item: sessionItem(row, inRange, nowMs, await readNames(context.store)),
				missingEvents: Math.max(0, expectedEvents(row) - events.length),
				version
			};
		},
		async causes({ key, all }) {
			const held = await heldOf(key);
			return held && { ...causesOf(await grownOf(held), held.events, all), version: held.version };
		},
		async sides({ key }) {
			const found = await analysisOf(key);
			return found && sidesOf(found.analysis);
		},
		async findings({ key }) {
			const usual: History | null = await history(key);
			const found = await analysisOf(key);
			return found === null ? [] : findings(found.held.events, found.analysis.attribution, usual);
		},
		async causeRow({ key, row }) {
			const found = await analysisOf(key);
			return found === null ? null : rowDetail(found.analysis, found.held.events, row);
		}
	};
}

/** How much money known only from metrics counts by now: it joins with time alone. */
function settledMoney({ derived }: SessionRow, nowMs: number): number {
	let settled = 0;
	for (const { money } of Object.values(derived))
		for (const one of money) if (isSettled(one, nowMs)) settled += 1;
	return settled;
}
