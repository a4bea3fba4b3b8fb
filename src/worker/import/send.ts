// Events to the relay, in batches it takes, tried again until it has them. Little waits here: where the relay is slower
// than the reading, the reading waits.
import type { DomainEvent } from '#lib/domain/event.ts';
import {
	type ImportAnswer,
	type ImportBatch,
	type ImportKind,
	type ImportReport,
	LINE_TOO_LONG,
	MAX_BATCH_BYTES,
	note
} from '#lib/domain/import.ts';
import { gather } from '#lib/domain/merge.ts';
import { ApiError } from '#lib/stream/api.ts';

export interface SenderDeps {
	/** Batches sent at a time: what is on its way takes longer than the relay does. */
	ways: number;
	/** Rejects with an ApiError. */
	post(batch: ImportBatch): Promise<ImportAnswer>;
	/** What the relay answers is added to it. */
	report: ImportReport;
	/** The relay does not answer; it is tried again. */
	waiting(message: string): void;
	/** It does again. */
	sending(): void;
	/** Waits, or less if it is woken. */
	sleep(ms: number): Promise<void>;
}

export interface Sender {
	/** Takes events; resolves when there is room for more. Rejects when the relay refuses them for good. */
	add(kind: ImportKind, events: DomainEvent[]): Promise<void>;
	/** Resolves when the relay has everything. */
	finish(): Promise<void>;
}

const BATCH_EVENTS = 1000;
/** A character is at most three bytes. */
const BATCH_WEIGHT = MAX_BATCH_BYTES / 3 - 64 * 1024;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15_000;

export function createSender({ ways, post, report, waiting, sending, sleep }: SenderDeps): Sender {
	/** A response has a line for each of its blocks, and forks repeat their parent's: one event of each id goes out. */
	let transcripts = new Map<string, DomainEvent>();
	let exported: DomainEvent[] = [];
	/** Batches take the ways in turn: the last of each. */
	const lasts = Array.from({ length: ways }, () => Promise.resolve());
	let begun = 0;

	function sendAll(): void {
		for (const events of portions([...transcripts.values()])) queue({ kind: 'transcript', events });
		for (const events of portions(exported)) queue({ kind: 'export', events });
		transcripts = new Map();
		exported = [];
	}

	function* portions(events: DomainEvent[]): Generator<DomainEvent[]> {
		let portion: DomainEvent[] = [];
		let weight = 0;
		for (const event of events) {
			const own = weightOf(event);
			if (own > BATCH_WEIGHT) {
				note(report.lineProblems, LINE_TOO_LONG, null);
				continue;
			}
			if (portion.length === BATCH_EVENTS || weight + own > BATCH_WEIGHT) {
				yield portion;
				portion = [];
				weight = 0;
			}
			portion.push(event);
			weight += own;
		}
		if (portion.length > 0) yield portion;
	}

	function queue(batch: ImportBatch): void {
		const way = begun++ % ways;
		lasts[way] = lasts[way]!.then(() => send(batch));
		// Told to whoever waits for this way next.
		lasts[way].catch(() => undefined);
	}

	async function send(batch: ImportBatch): Promise<void> {
		let delayMs = FIRST_RETRY_MS;
		for (let held = false; ; held = true) {
			try {
				const answer = await post(batch);
				if (held) sending();
				report.accepted += answer.accepted;
				report.duplicates += answer.duplicates;
				report.tooOld += answer.tooOld;
				for (const [reason, count] of Object.entries(answer.rejected.reasons))
					note(report.lineProblems, reason, null, count);
				return;
			} catch (error) {
				if (!(error instanceof ApiError) || error.kind !== 'offline') throw error;
				waiting(error.message);
				await sleep(delayMs);
				delayMs = Math.min(delayMs * 2, LAST_RETRY_MS);
			}
		}
	}

	return {
		async add(kind, events) {
			if (kind === 'export') for (const event of events) exported.push(event);
			else for (const event of events) gather(transcripts, event);
			if (transcripts.size + exported.length < BATCH_EVENTS) return;
			sendAll();
			await lasts[begun % ways];
		},
		async finish() {
			sendAll();
			await Promise.all(lasts);
		}
	};
}

/** Characters of its JSON, about and not too few. */
function weightOf(event: DomainEvent): number {
	let weight = 500;
	for (const value of Object.values(event)) weight += textLength(value);
	return weight;
}

function textLength(value: unknown): number {
	if (typeof value === 'string') return value.length * ESCAPED + 40;
	if (value === null || typeof value !== 'object') return 40;
	return Object.entries(value).reduce((sum, [key, inner]) => sum + key.length + 40 + textLength(inner), 0);
}

/** Line ends and quotes take two characters in JSON. */
const ESCAPED = 2;
