// Which of many packed events states each id: by the hash of the id in an open table of numbers, so that hundreds of
// thousands cost megabytes. The events themselves stay packed.
import type { DomainEvent } from '#lib/domain/event.ts';
import { observe } from '#lib/domain/merge.ts';
import type { Answer } from '../sources/transcripts/whole-pool.ts';

export type Packs = Pick<Answer, 'packed' | 'unpacker'>;

export interface PackedIndex {
	/**
	 * Takes one more observation of an id in, the event at `index` of its pack. `null`: it says nothing new; else the
	 * event as it stands now, and the one that gave way.
	 */
	add(
		packs: Packs,
		index: number,
		event: DomainEvent
	): { event: DomainEvent; former: DomainEvent | undefined } | null;
	/** Every event as it stands that counts for one of these sessions. */
	eventsOf(sessions: ReadonlySet<string>): Iterable<DomainEvent>;
}

const EMPTY = 0xffffffff;

export function createPackedIndex(): PackedIndex {
	const all: Packs[] = [];
	let hashes = new Float64Array(1 << 14);
	/** Pack and place in it, side by side. */
	let places = new Uint32Array(2 << 14).fill(EMPTY);
	let count = 0;

	/** The slot of the id, or the empty one where it belongs. */
	function slotOf(hash: number, isSame: (slot: number) => boolean): number {
		const mask = hashes.length - 1;
		let slot = (hash % 4294967296) & mask;
		while (places[slot * 2] !== EMPTY && !(hashes[slot] === hash && isSame(slot))) slot = (slot + 1) & mask;
		return slot;
	}

	function grow(): void {
		const [oldHashes, oldPlaces] = [hashes, places];
		hashes = new Float64Array(oldHashes.length * 2);
		places = new Uint32Array(oldPlaces.length * 2).fill(EMPTY);
		for (let old = 0; old < oldHashes.length; old++) {
			if (oldPlaces[old * 2] === EMPTY) continue;
			const slot = slotOf(oldHashes[old]!, () => false);
			hashes[slot] = oldHashes[old]!;
			places[slot * 2] = oldPlaces[old * 2]!;
			places[slot * 2 + 1] = oldPlaces[old * 2 + 1]!;
		}
	}

	function eventAt(slot: number): DomainEvent {
		const { packed, unpacker } = all[places[slot * 2]!]!;
		const index = places[slot * 2 + 1]!;
		return unpacker.events(packed, index, index + 1)[0]!;
	}

	return {
		add(packs, index, event) {
			if (all.at(-1) !== packs) all.push(packs);
			if (count * 2 >= hashes.length) grow();
			const hash = packs.packed.hashes[index]!;
			let former: DomainEvent | undefined;
			const slot = slotOf(hash, (taken) => {
				const known = eventAt(taken);
				if (known.id === event.id) former = known;
				return former !== undefined;
			});
			if (former !== undefined && observe({ [former.source]: former }, event)[former.source] === former)
				return null;
			if (former === undefined) count += 1;
			hashes[slot] = hash;
			places[slot * 2] = all.length - 1;
			places[slot * 2 + 1] = index;
			return { event, former };
		},
		*eventsOf(sessions) {
			for (let slot = 0; slot < hashes.length; slot++) {
				if (places[slot * 2] === EMPTY) continue;
				const { packed, unpacker } = all[places[slot * 2]!]!;
				const key = unpacker.sessions[packed.sessions[places[slot * 2 + 1]!]!]!;
				if (sessions.has(key)) yield eventAt(slot);
			}
		}
	};
}
