// A relay in memory, behind `fetch`: snapshot, events, stream and health over a given journal. Faults are switched on by
// the test. It shares nothing with the real one but the contract.
import type { DomainEvent, JournalRecord } from '#lib/domain/event.ts';
import { applyRecords, sessionKey } from '#lib/domain/fold.ts';
import { FOLD_VERSION } from '#lib/domain/rows.ts';
import { emptyTables } from './model-journal.ts';

export interface FakeRelay {
	fetch: typeof fetch;
	append(records: readonly JournalRecord[]): void;
	/** Ends all streams, as a relay that is killed does. */
	cut(): void;
	/** A new database: other epoch, these records. */
	replace(epoch: string, records: readonly JournalRecord[]): void;
	/** Answers every call with this status, or as a dead relay does; `null` heals it. */
	fail(how: number | 'dead' | null): void;
	/** The next snapshot breaks off after so many lines. */
	cutSnapshotAfter(lines: number): void;
	/** Streams say nothing at all any more, not even comments. */
	mute(): void;
	protocol: number;
	readonly requests: string[];
	readonly openStreams: number;
	/** Every record now in the journal. */
	readonly records: readonly JournalRecord[];
}

export interface FakeRelayOptions {
	epoch?: string;
	records?: readonly JournalRecord[];
	/** Records of one frame. */
	frame?: number;
	/** Wait between frames. */
	everyMs?: number;
}

export function createFakeRelay({
	epoch = 'e',
	records: given = [],
	frame = 100,
	everyMs = 0
}: FakeRelayOptions = {}): FakeRelay {
	let journal = { epoch, records: [...given] };
	let failure: number | 'dead' | null = null;
	let snapshotLines = Number.POSITIVE_INFINITY;
	let muted = false;
	const requests: string[] = [];
	const streams = new Set<{ end(error: boolean): void; wake(): void }>();

	const json = (value: unknown) =>
		new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });

	function current(): Map<number, DomainEvent> {
		const events = new Map<number, DomainEvent>();
		for (const { slot, event } of journal.records) events.set(slot, event);
		return events;
	}

	function snapshot(): Response {
		const tables = emptyTables();
		applyRecords(tables, structuredClone(journal.records), null);
		const seq = journal.records.at(-1)?.seq ?? 0;
		const days = [...tables.days.values()].sort((a, b) => b.day - a.day);
		const lines: unknown[] = [
			{
				type: 'head',
				protocol: 1,
				foldVersion: FOLD_VERSION,
				epoch: journal.epoch,
				seq,
				events: current().size,
				horizonMs: null
			},
			...days.map((row) => ({ type: 'day', row })),
			...[...tables.sessions.values()].map((row) => ({ type: 'session', row })),
			{ type: 'end', days: days.length, sessions: tables.sessions.size }
		];
		const text = lines
			.slice(0, snapshotLines)
			.map((line) => `${JSON.stringify(line)}\n`)
			.join('');
		snapshotLines = Number.POSITIVE_INFINITY;
		return new Response(text, { headers: { 'content-type': 'application/x-ndjson' } });
	}

	function events(query: URLSearchParams): Response {
		const all = [...current()].map(([slot, event]) => ({ slot, event })).sort((a, b) => b.slot - a.slot);
		const session = query.get('session');
		if (session !== null) {
			return json({
				epoch: journal.epoch,
				events: all.filter(({ event }) => sessionKey(event) === session),
				more: false
			});
		}
		const older = all.filter(({ slot }) => slot < Number(query.get('before')));
		const limit = Number(query.get('limit'));
		return json({ epoch: journal.epoch, events: older.slice(0, limit), more: older.length > limit });
	}

	function stream(query: URLSearchParams, signal: AbortSignal | null): Response {
		const [of, seq] = query.get('cursor')!.split('.') as [string, string];
		let at = Number(seq);
		let end: (error: boolean) => void = () => undefined;
		let wake: () => void = () => undefined;
		let ended = false;
		const handle = { end: (error: boolean) => end(error), wake: () => wake() };
		const body = new ReadableStream<Uint8Array>({
			async start(controller) {
				const send = (text: string) => {
					if (!muted) controller.enqueue(new TextEncoder().encode(text));
				};
				end = (error) => {
					if (ended) return;
					ended = true;
					streams.delete(handle);
					wake();
					if (error) controller.error(new TypeError('network error'));
					else controller.close();
				};
				signal?.addEventListener('abort', () => end(true));
				streams.add(handle);
				const head = journal.records.at(-1)?.seq ?? 0;
				const hello = {
					protocol: relay.protocol,
					epoch: journal.epoch,
					head,
					version: '0',
					nowMs: Date.now(),
					horizonMs: null
				};
				send(`retry: 500\nevent: hello\ndata: ${JSON.stringify(hello)}\n\n`);
				if (of !== journal.epoch || at > head) {
					send(
						`event: reset\ndata: ${JSON.stringify({ epoch: journal.epoch, reason: 'other journal' })}\n\n`
					);
					end(false);
					return;
				}
				while (!ended) {
					const next = journal.records.filter((record) => record.seq > at).slice(0, frame);
					if (next.length > 0) {
						at = next.at(-1)!.seq;
						send(`id: ${journal.epoch}.${at}\nevent: events\ndata: ${JSON.stringify(next)}\n\n`);
						await new Promise((resolve) => setTimeout(resolve, everyMs));
						continue;
					}
					send(': waiting\n\n');
					await new Promise<void>((resolve) => {
						wake = resolve;
					});
				}
			},
			cancel: () => {
				ended = true;
				streams.delete(handle);
				wake();
			}
		});
		return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
	}

	const relay: FakeRelay = {
		protocol: 1,
		requests,
		get openStreams() {
			return streams.size;
		},
		get records() {
			return journal.records;
		},
		append(records) {
			journal.records.push(...records);
			for (const open of streams) open.wake();
		},
		cut() {
			for (const open of [...streams]) open.end(true);
		},
		replace(epoch, records) {
			journal = { epoch, records: [...records] };
			relay.cut();
		},
		fail(how) {
			failure = how;
			if (how !== null) relay.cut();
		},
		cutSnapshotAfter(lines) {
			snapshotLines = lines;
		},
		mute() {
			muted = true;
		},
		async fetch(input, init) {
			const { pathname, searchParams } = new URL(String(input), 'http://relay');
			requests.push(pathname);
			if (failure === 'dead') throw new TypeError('Failed to fetch');
			if (failure !== null) return new Response('{}', { status: failure });
			init?.signal?.throwIfAborted();
			switch (pathname) {
				case '/api/snapshot':
					return snapshot();
				case '/api/events':
					return events(searchParams);
				case '/api/stream':
					return stream(searchParams, init?.signal ?? null);
				case '/api/health':
					return json({ status: 'ok', version: '0', epoch: journal.epoch, head: 0, events: 0, sources: [] });
				default:
					return new Response('{}', { status: 404 });
			}
		}
	};
	return relay;
}
