// How far Loki has been read by range and kept. Only entries move it, since a Loki that starts answers with nothing; and
// never beyond our clock, since a sender's may be ahead.
import { JournalUnavailable } from '../../journal/journal.ts';
import type { SourceState } from '../../journal/source-state.ts';

export interface Cursor {
	/** Unix nanoseconds; `null`: nothing has been read. */
	readonly ns: bigint | null;
	/** Everything up to the entry of this time has been kept. */
	move(ns: string | null): void;
}

const NS = 1_000_000n;

export function openCursor(state: SourceState, name: string, now: () => number): Cursor {
	let reached = saved(state.get(name));
	return {
		get ns() {
			return reached;
		},
		move(ns) {
			if (ns === null) return;
			const nowNs = BigInt(Math.floor(now())) * NS;
			const seenNs = BigInt(ns) < nowNs ? BigInt(ns) : nowNs;
			if (reached !== null && seenNs <= reached) return;
			reached = seenNs;
			try {
				state.set(name, { cursorNs: seenNs.toString() });
			} catch (error) {
				// The one saved before stays true: it only means reading more again.
				if (!(error instanceof JournalUnavailable)) throw error;
			}
		}
	};
}

function saved(state: unknown): bigint | null {
	const { cursorNs } = (state ?? {}) as { cursorNs?: unknown };
	return typeof cursorNs === 'string' && /^\d{1,20}$/.test(cursorNs) ? BigInt(cursorNs) : null;
}
