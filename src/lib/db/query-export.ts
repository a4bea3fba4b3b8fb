// Files made of what this device holds: the rows for sums, the log for single events. Written as they are made, so that a
// million events are never all in memory.
import { CSV_BOM, type CsvValue, csvLine } from '#lib/domain/csv.ts';
import {
	DAY_COLUMNS,
	dayCells,
	EVENT_COLUMNS,
	eventCells,
	isOfModel,
	PROMPT_COLUMNS,
	promptCells,
	REQUEST_COLUMNS,
	requestCells,
	SESSION_COLUMNS,
	sessionCells
} from '#lib/domain/csv-tables.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import type { ExportArgs, ExportProgress } from '#lib/domain/export.ts';
import { sessionKey } from '#lib/domain/fold.ts';
import { localDays } from '#lib/domain/period.ts';
import { promptsOf } from '#lib/domain/prompts.ts';
import { DAY_MS, type DayRow } from '#lib/domain/rows.ts';
import { modelSums } from '#lib/domain/summary.ts';
import { openDraft } from './export-draft.ts';
import { keepOf } from './filter.ts';
import { utcDays } from './overview.ts';
import { daysInTurn, type QueryContext } from './query-overview.ts';
import { querySessions, type RemoteEvents, sessionEvents } from './query-sessions.ts';
import { decodeSegment } from './segment.ts';
import { pricesOf, readSync } from './sync-state.ts';

export interface ExportFile {
	blob: Blob;
	/** Records, without the head. */
	rows: number;
	/** False: the file rests on events, and this device does not have all of them yet. */
	complete: boolean;
}

export interface ExportWatch {
	/** Called a few times a second while it runs. */
	onProgress(progress: ExportProgress): void;
	signal: AbortSignal;
}

/** What is read for the file, for its rows to say how far they are. */
interface Reading extends QueryContext {
	share(done: number): void;
}

const TELL_MS = 200;
const TYPE = { csv: 'text/csv;charset=utf-8', jsonl: 'application/x-ndjson' };

/** Rejects with the signal's reason when it is aborted; nothing of the file stays then. */
export async function queryExport(
	context: QueryContext,
	remote: RemoteEvents,
	args: ExportArgs,
	watch: ExportWatch
): Promise<ExportFile> {
	let rows = 0;
	let share = 0;
	let toldAtMs = performance.now();
	/** Also where nothing of what is read goes into the file. */
	function look(): void {
		watch.signal.throwIfAborted();
		const nowMs = performance.now();
		if (nowMs - toldAtMs < TELL_MS) return;
		toldAtMs = nowMs;
		watch.onProgress({ rows, share });
	}
	const reading: Reading = {
		...context,
		share(done) {
			share = done;
			look();
		}
	};
	const [head, lines] = linesOf(reading, remote, args);
	const restsOnRows = args.kind === 'sessions' || args.kind === 'days';
	const complete = restsOnRows || (await isComplete(context));
	const draft = await openDraft(context.store.place, Date.now());
	try {
		draft.write(head);
		for await (const line of lines) {
			draft.write(line);
			rows++;
			look();
		}
		return { blob: await draft.done(args.kind === 'jsonl' ? TYPE.jsonl : TYPE.csv), rows, complete };
	} catch (error) {
		await draft.drop();
		throw error;
	}
}

function linesOf(reading: Reading, remote: RemoteEvents, args: ExportArgs): [string, AsyncIterable<string>] {
	switch (args.kind) {
		case 'sessions':
			return csvLines(SESSION_COLUMNS, sessionRows(reading, args));
		case 'days':
			return csvLines(DAY_COLUMNS, dayRows(reading, args));
		case 'prompts':
			return csvLines(PROMPT_COLUMNS, promptRows(reading, remote, args));
		case 'requests':
			return csvLines(REQUEST_COLUMNS, requestRows(reading, args));
		case 'events':
			return csvLines(EVENT_COLUMNS, eventRows(reading, args));
		case 'jsonl':
			return ['', eventLines(reading, args)];
	}
}

function csvLines(
	columns: readonly string[],
	rows: AsyncIterable<CsvValue[]>
): [string, AsyncIterable<string>] {
	async function* lines() {
		for await (const row of rows) yield csvLine(row);
	}
	// Names of columns are ours, and need no quotes.
	return [`${CSV_BOM}${columns.join(',')}\r\n`, lines()];
}

async function* sessionRows(context: QueryContext, args: ExportArgs): AsyncGenerator<CsvValue[]> {
	const byModel = args.filter.model !== undefined;
	for (const item of await chosenSessions(context, args)) yield sessionCells(item, { byModel });
}

async function chosenSessions(context: QueryContext, { range, filter, zone, keys }: ExportArgs) {
	const items = await querySessions(context, { range, filter, zone });
	if (keys === null) return items;
	const byKey = new Map(items.map((item) => [item.key, item]));
	return keys.map((key) => byKey.get(key)).filter((item) => item !== undefined);
}

/** Days of the zone, oldest first; within a day the models by name. */
async function* dayRows(context: Reading, args: ExportArgs): AsyncGenerator<CsvValue[]> {
	const { filter, zone } = args;
	const held = await heldRange(context, args);
	const keep = await keptKeys(context, args);
	const options = {
		nowMs: context.nowMs(),
		...(filter.model !== undefined && { model: filter.model }),
		...(keep && { keep })
	};
	for (const { label, startMs, endMs } of localDays(held, zone)) {
		context.share((startMs - held.fromMs) / (held.toMs - held.fromMs));
		const range = { fromMs: Math.max(startMs, held.fromMs), toMs: Math.min(endMs, held.toMs) };
		const rows: DayRow[] = [];
		for await (const row of daysInTurn(context, utcDays(range))) rows.push(row);
		const models = [...modelSums(rows, range, options)].sort(([a], [b]) => (a < b ? -1 : 1));
		for (const [model, summary] of models) yield dayCells(label, model, summary);
	}
}

/** The range as far as there are days. */
async function heldRange({ store }: QueryContext, { range }: ExportArgs) {
	const days = await store.days.orderBy('day').primaryKeys();
	if (days.length === 0) return { fromMs: 0, toMs: 0 };
	return {
		fromMs: Math.max(range.fromMs, days[0]!),
		toMs: Math.min(range.toMs, days.at(-1)! + DAY_MS)
	};
}

async function* promptRows(
	context: Reading,
	remote: RemoteEvents,
	args: ExportArgs
): AsyncGenerator<CsvValue[]> {
	const prices = pricesOf(await readSync(context.store));
	const chosen = await chosenSessions(context, args);
	for (const [index, { key }] of chosen.entries()) {
		context.share(index / chosen.length);
		const { sessions } = await context.cache.read({ sessions: [key] });
		const row = sessions.get(key);
		if (row === undefined) continue;
		const events = (await sessionEvents(context, remote, row)).filter(
			(event) => isWithin(event, args) && isOfModel(event, args.filter.model)
		);
		for (const prompt of promptsOf(events, prices)) yield promptCells(key, prompt);
	}
}

async function* requestRows(context: Reading, args: ExportArgs): AsyncGenerator<CsvValue[]> {
	const prices = pricesOf(await readSync(context.store));
	for await (const event of events(context, args))
		if (event.name === 'api_request') yield requestCells(event, prices);
}

async function* eventRows(context: Reading, args: ExportArgs): AsyncGenerator<CsvValue[]> {
	const prices = pricesOf(await readSync(context.store));
	for await (const event of events(context, args)) yield eventCells(event, prices);
}

async function* eventLines(context: Reading, args: ExportArgs): AsyncGenerator<string> {
	for await (const event of events(context, args)) yield `${JSON.stringify(event)}\n`;
}

/** In the order of the log. */
async function* events(context: Reading, args: ExportArgs): AsyncGenerator<DomainEvent> {
	const { store } = context;
	const keep = await keptKeys(context, args);
	const places = await store.segments.where('maxAtMs').aboveOrEqual(args.range.fromMs).primaryKeys();
	for (const [index, firstSlot] of places.sort((a, b) => a - b).entries()) {
		context.share(index / places.length);
		const segment = await store.segments.get(firstSlot);
		// Given up for space meanwhile, or all of it after the range.
		if (segment === undefined || segment.minAtMs >= args.range.toMs) continue;
		for (const { event } of decodeSegment(segment.body)) {
			if (!isWithin(event, args) || !isOfModel(event, args.filter.model)) continue;
			if (keep && !keep(sessionKey(event))) continue;
			yield event;
		}
	}
}

function isWithin({ atMs }: DomainEvent, { range }: ExportArgs): boolean {
	return atMs >= range.fromMs && atMs < range.toMs;
}

async function keptKeys({ store }: QueryContext, { filter, keys }: ExportArgs) {
	const keep = await keepOf(store, filter);
	if (keys === null) return keep;
	const chosen = new Set(keys);
	return (key: string) => chosen.has(key) && (!keep || keep(key));
}

async function isComplete({ store }: QueryContext): Promise<boolean> {
	const sync = await readSync(store);
	return sync?.history.done === true && sync.history.pruned !== true;
}
