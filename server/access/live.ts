// What was begun with a device's session and lasts, a stream above all: it ends within a second of the session.
import type { DatabaseSync } from 'node:sqlite';

/** `npm run open -- --sign-out-everywhere` writes from another process: looked for this often. */
const LOOK_MS = 400;
/** Sessions also end by themselves. */
const CHECK_MS = 30_000;

export interface Live {
	/** Aborted once the device is no longer good. `leave` when the work is over. */
	join(device: string): { signal: AbortSignal; leave(): void };
	/** Devices may have been ended: what belongs to them ends now. */
	check(): void;
	/** What was begun by these devices ends now, and may be begun anew: they see something else from here on. */
	restart(isMeant: (device: string) => boolean): void;
	/** Called after each look for ended devices: for what was kept for them. */
	onCheck(listener: () => void): void;
	close(): void;
}

export function createLive(
	db: DatabaseSync,
	devices: { isGood(id: string): boolean; note(id: string): void }
): Live {
	const open = new Map<string, Set<AbortController>>();
	// Changes when another connection has written. https://www.sqlite.org/pragma.html#pragma_data_version
	const version = db.prepare('PRAGMA data_version');
	const listeners: (() => void)[] = [];
	const versionNow = () => (version.get() as { data_version: number }).data_version;
	let seen = versionNow();

	function end(isMeant: (device: string) => boolean): void {
		for (const [device, works] of open) {
			if (!isMeant(device)) continue;
			open.delete(device);
			for (const work of works) work.abort();
		}
	}

	function check(): void {
		end((device) => !devices.isGood(device));
		for (const listener of listeners) listener();
	}

	const look = setInterval(() => {
		const current = versionNow();
		if (current === seen) return;
		seen = current;
		check();
	}, LOOK_MS);
	const slow = setInterval(() => {
		for (const device of open.keys()) devices.note(device);
		check();
	}, CHECK_MS);
	look.unref();
	slow.unref();

	return {
		join(device) {
			const work = new AbortController();
			const works = open.get(device) ?? new Set();
			works.add(work);
			open.set(device, works);
			return {
				signal: work.signal,
				leave() {
					works.delete(work);
					if (works.size === 0 && open.get(device) === works) open.delete(device);
				}
			};
		},
		check,
		restart: end,
		onCheck: (listener) => void listeners.push(listener),
		close() {
			clearInterval(look);
			clearInterval(slow);
		}
	};
}
