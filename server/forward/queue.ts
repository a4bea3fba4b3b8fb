// What waits to be handed on: bounded by bytes and number, what is under way included. When it is full the oldest that
// waits makes room.
import type { Encoding } from '../sources/otlp/answer.ts';
import type { Signal } from '../sources/otlp/receive.ts';

/** One request as it came, unpacked. */
export interface Export {
	signal: Signal;
	encoding: Encoding;
	body: Uint8Array;
	/** It came packed, and is packed again. */
	gzip: boolean;
	/** Relays it has passed. */
	via: string;
	/** When it came, Unix epoch ms. */
	atMs: number;
	/** How often it was sent in vain. */
	tries: number;
}

export interface ExportQueue {
	/** False: it is larger than the room there could be. */
	add(item: Export): boolean;
	/** The first that waits, which is then under way; `null`: none waits. */
	take(): Export | null;
	/** What was under way waits again, first or last. */
	putBack(item: Export, last: boolean): void;
	/** What was under way is dealt with. */
	done(item: Export): void;
	/** Waiting and under way. */
	readonly count: number;
	readonly bytes: number;
	/** How many made room or found none. */
	readonly dropped: number;
	/** When the first that waits came, Unix epoch ms. */
	readonly oldestMs: number | null;
}

/** Beside the body. */
const ITEM_BYTES = 256;

export function createExportQueue(maxBytes: number, maxCount: number): ExportQueue {
	const waiting: Export[] = [];
	let count = 0;
	let bytes = 0;
	let dropped = 0;
	const underWay = { count: 0, bytes: 0 };

	const sizeOf = (item: Export) => item.body.byteLength + ITEM_BYTES;

	function leave(item: Export): void {
		count -= 1;
		bytes -= sizeOf(item);
	}

	function start(item: Export, by: 1 | -1): void {
		underWay.count += by;
		underWay.bytes += by * sizeOf(item);
	}

	return {
		add(item) {
			const size = sizeOf(item);
			// Nothing is given up for what would not fit even then.
			if (size > maxBytes - underWay.bytes || underWay.count >= maxCount) {
				dropped += 1;
				return false;
			}
			while (waiting.length > 0 && (count + 1 > maxCount || bytes + size > maxBytes)) {
				leave(waiting.shift()!);
				dropped += 1;
			}
			waiting.push(item);
			count += 1;
			bytes += size;
			return true;
		},
		take() {
			const item = waiting.shift() ?? null;
			if (item !== null) start(item, 1);
			return item;
		},
		putBack(item, last) {
			start(item, -1);
			if (last) waiting.push(item);
			else waiting.unshift(item);
		},
		done(item) {
			start(item, -1);
			leave(item);
		},
		get count() {
			return count;
		},
		get bytes() {
			return bytes;
		},
		get dropped() {
			return dropped;
		},
		get oldestMs() {
			return waiting[0]?.atMs ?? null;
		}
	};
}
