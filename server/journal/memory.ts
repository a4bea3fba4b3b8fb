// A journal that lives only as long as the process: the plain statement of what a journal does, for tests.
import { emptyEdges, widenEdges } from '#lib/domain/edges.ts';
import type { DomainEvent, Edges, JournalRecord } from '#lib/domain/event.ts';
import { dayOf, sessionKey } from '#lib/domain/fold.ts';
import type { Observations } from '#lib/domain/merge.ts';
import type { Appended, Journal, RecordPage, SlotText } from './journal.ts';
import { hasUsableTime, movesEdges, revise } from './revise.ts';

interface Fact {
	slot: number;
	event: DomainEvent;
	observations: Observations | null;
}

export function createMemoryJournal(epoch: string): Journal {
	let records: JournalRecord[] = [];
	const facts = new Map<string, Fact>();
	const frozenEdges = new Map<string, Edges>();
	let head = 0;
	let floor = 0;
	let refused = 0;
	let horizonMs: number | null = null;

	function edgesOf(key: string): Edges {
		const edges = structuredClone(frozenEdges.get(key) ?? emptyEdges());
		for (const { event } of facts.values()) if (sessionKey(event) === key) widenEdges(edges, event);
		return edges;
	}

	function appendOne(seen: DomainEvent, result: Appended): void {
		if (!hasUsableTime(seen) || (horizonMs !== null && seen.atMs < horizonMs)) {
			result.refused++;
			refused++;
			return;
		}
		const fact = facts.get(seen.id);
		if (fact === undefined) {
			const seq = ++head;
			facts.set(seen.id, { slot: seq, event: seen, observations: null });
			push({ seq, slot: seq, event: seen });
			return;
		}
		const change = revise(fact, seen);
		if (change === null || change.quiet) {
			if (change !== null) fact.observations = change.revision.observations;
			result.duplicates++;
			return;
		}
		const former = fact.event;
		fact.event = change.revision.event;
		fact.observations = change.revision.observations;
		const record: JournalRecord = { seq: ++head, slot: fact.slot, event: fact.event, former };
		if (movesEdges(former, fact.event)) {
			record.edges = {};
			for (const key of new Set([sessionKey(former), sessionKey(fact.event)]))
				record.edges[key] = edgesOf(key);
		}
		push(record);

		function push(made: JournalRecord): void {
			const kept = JSON.parse(JSON.stringify(made)) as JournalRecord;
			records.push(kept);
			result.records.push(kept);
		}
	}

	function slotTexts(wanted: (fact: Fact) => boolean, limit: number, maxBytes: number): SlotText[] {
		const newestFirst = [...facts.values()].filter(wanted).sort((a, b) => b.slot - a.slot);
		const texts: SlotText[] = [];
		let bytes = 0;
		for (const { slot, event } of newestFirst.slice(0, limit)) {
			const text = JSON.stringify(event);
			bytes += Buffer.byteLength(text);
			if (texts.length > 0 && bytes > maxBytes) break;
			texts.push({ slot, event: text });
		}
		return texts;
	}

	return {
		epoch,
		deleted: false,
		get head() {
			return head;
		},
		get floor() {
			return floor;
		},
		get horizonMs() {
			return horizonMs;
		},
		get events() {
			return facts.size;
		},
		get refused() {
			return refused;
		},
		trouble: null,
		knows: (seq) => seq <= head,
		append(events) {
			const result: Appended = { records: [], duplicates: 0, refused: 0 };
			for (const event of events) appendOne(event, result);
			return result;
		},
		pageAfter(seq, limit, maxBytes): RecordPage {
			const texts: string[] = [];
			let bytes = 1;
			let lastSeq = seq;
			for (const record of records) {
				if (record.seq <= seq) continue;
				const text = JSON.stringify(record);
				if (texts.length >= limit || (texts.length > 0 && bytes + text.length + 1 > maxBytes)) break;
				texts.push(text);
				bytes += text.length + 1;
				lastSeq = record.seq;
			}
			return { json: `[${texts.join(',')}]`, count: texts.length, lastSeq };
		},
		eventsBefore: (slot, limit, maxBytes) => slotTexts((fact) => fact.slot < slot, limit, maxBytes),
		eventsOfSession: (key, limit, maxBytes) =>
			slotTexts((fact) => sessionKey(fact.event) === key, limit, maxBytes),
		promptsOfSession: (key) =>
			[...facts.values()]
				.filter(({ event }) => event.name === 'user_prompt' && sessionKey(event) === key)
				.map(({ event }) => JSON.stringify(event)),
		lastEventMs: () => records.at(-1)?.event.atMs ?? null,
		async advanceHorizon(ms) {
			const next = dayOf(ms);
			if (horizonMs !== null && next <= horizonMs) return 0;
			horizonMs = next;
			const gone = new Set<number>();
			for (const [id, { slot, event }] of facts) {
				if (event.atMs >= next) continue;
				const key = sessionKey(event);
				const edges = frozenEdges.get(key) ?? emptyEdges();
				widenEdges(edges, event);
				frozenEdges.set(key, edges);
				gone.add(slot);
				facts.delete(id);
			}
			for (const record of records) if (gone.has(record.slot)) floor = Math.max(floor, record.seq);
			records = records.filter((record) => !gone.has(record.slot));
			return gone.size;
		},
		probe: () => undefined,
		close: () => undefined
	};
}
