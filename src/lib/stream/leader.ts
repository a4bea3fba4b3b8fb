// One tab of a browser streams: whichever holds the Web Lock. It is let go when that tab's worker ends, however it ends,
// and the next in line takes over at once.

export const STREAM_LOCK = 'tidemark-stream';

/**
 * Waits for the lock, then runs `work` while holding it. Resolves when work has ended or the signal was aborted; the
 * signal reaches work too, and the lock is held until work is done with it.
 */
export async function lead(
	locks: LockManager,
	signal: AbortSignal,
	work: () => Promise<void>,
	name = STREAM_LOCK
): Promise<void> {
	try {
		await locks.request(name, { mode: 'exclusive', signal }, work);
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}
