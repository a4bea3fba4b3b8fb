// Pieces of the app that are loaded when they are needed. Before the service worker keeps them all they come from the
// relay, which may be away just then.
import { loadAllWords } from '#lib/i18n/i18n.svelte.ts';
import { waitMs } from '#lib/stream/backoff.ts';

/** Waits do not grow beyond this many failures: a page is whole some seconds after the relay is back. */
const MOST_FAILURES = 4;

/** Time before a piece that failed so often is asked for again. */
export function pieceWaitMs(failures: number): number {
	return waitMs(Math.min(failures, MOST_FAILURES), Math.random());
}

/**
 * Resolves once the piece is there; until then it is asked for again and again. Where it is gone for good, `Update` loads
 * the newer version of the app.
 */
export async function piece<Piece>(load: () => Promise<Piece>): Promise<Piece> {
	for (let failures = 1; ; failures++) {
		try {
			return await load();
		} catch (error) {
			console.debug('a piece of the app could not be loaded', error);
			await new Promise((resolve) => setTimeout(resolve, pieceWaitMs(failures)));
		}
	}
}

/** A piece beyond the first view, with the words it needs. */
export function withWords<Piece>(load: () => Promise<Piece>): Promise<Piece> {
	return piece(async () => {
		const [loaded] = await Promise.all([load(), loadAllWords()]);
		return loaded;
	});
}
