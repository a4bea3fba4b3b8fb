// What was decoded and is not kept yet, from one file or many: one commit for some hundred events, and each file's
// position only after the events before it are in the journal.
import type { DomainEvent } from '#lib/domain/event.ts';
import { gather } from '#lib/domain/merge.ts';
import { type Decoded, emptyDecoded } from '#lib/wire/decoded.ts';
import type { FilePosition } from '../../journal/file-state.ts';

export interface Batch {
	/** Takes the events of a line, in place of what they make obsolete: a response has a line per block. */
	add(decoded: Decoded): void;
	/** A file has been read to here. */
	reached(position: FilePosition): void;
	/** Events, or files with nothing to keep, enough for a commit. */
	readonly full: boolean;
	readonly empty: boolean;
	/** Empties it. */
	take(): { decoded: Decoded; positions: FilePosition[] };
}

const EVENTS = 300;
const FILES = 200;

export function createBatch(): Batch {
	let events = new Map<string, DomainEvent>();
	let rest = emptyDecoded();
	let positions = new Map<string, FilePosition>();

	return {
		add(decoded) {
			for (const event of decoded.events) gather(events, event);
			if (decoded.rejected.count === 0) return;
			rest.rejected.count += decoded.rejected.count;
			for (const [reason, count] of Object.entries(decoded.rejected.reasons))
				rest.rejected.reasons[reason] = (rest.rejected.reasons[reason] ?? 0) + count;
		},
		reached(position) {
			positions.set(position.path, position);
		},
		get full() {
			return events.size >= EVENTS || positions.size >= FILES;
		},
		get empty() {
			return events.size === 0 && positions.size === 0 && rest.rejected.count === 0;
		},
		take() {
			const taken = {
				decoded: { ...rest, events: [...events.values()] },
				positions: [...positions.values()]
			};
			events = new Map();
			rest = emptyDecoded();
			positions = new Map();
			return taken;
		}
	};
}
