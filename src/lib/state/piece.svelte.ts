// Pieces of the app that are loaded when they are needed. Before the service worker keeps them all they come from the
// relay, which may be away just then, or be of another version by now.
import { loadAllWords } from '#lib/i18n/i18n.svelte.ts';
import { createApi } from '#lib/stream/api.ts';
import { waitMs } from '#lib/stream/backoff.ts';

/** Waits do not grow beyond this many failures: a page is whole some seconds after the relay is back. */
const MOST_FAILURES = 4;
const RELOADED = 'tidemark.reloaded';
const ONCE_MS = 60_000;

let gone = $state.raw(false);

/** A piece cannot be had from the relay, and loading the page anew did not help. */
export function isPieceGone(): boolean {
	return gone;
}

/**
 * Resolves once the piece is there; while the relay is away it is asked for again and again, for as long as it is wanted.
 * Where the relay answers and asking again does not help, the page is loaded anew: the piece is of an older version, or
 * the browser remembers that it failed. Rejects as `load` does once it is not wanted any more.
 */
export async function piece<Piece>(
	load: () => Promise<Piece>,
	isWanted: () => boolean = () => true
): Promise<Piece> {
	let isThere = false;
	for (let failures = 1; ; failures++) {
		try {
			const loaded = await load();
			if (isThere) gone = false;
			return loaded;
		} catch (error) {
			if (isThere) renew();
			const ms = waitMs(Math.min(failures, MOST_FAILURES), Math.random());
			await new Promise((resolve) => setTimeout(resolve, ms));
			if (!isWanted()) throw error;
			isThere = await answers();
		}
	}
}

/** A piece beyond the first view, with the words it needs. */
export function withWords<Piece>(load: () => Promise<Piece>, isWanted?: () => boolean): Promise<Piece> {
	return piece(async () => {
		const [loaded] = await Promise.all([load(), loadAllWords()]);
		return loaded;
	}, isWanted);
}

async function answers(): Promise<boolean> {
	try {
		await createApi({ baseUrl: location.origin }).json('/api/health');
		return true;
	} catch {
		return false; // Said at the top of every page.
	}
}

/** Once; then it is for a person to say. */
function renew(): void {
	if (firstFailure()) location.reload();
	else gone = true;
}

/** Whether no piece has failed in this tab lately; where that cannot be noted, a reload might never end. */
function firstFailure(): boolean {
	try {
		const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
		sessionStorage.setItem(RELOADED, String(Date.now()));
		return Date.now() - last > ONCE_MS;
	} catch {
		return false;
	}
}
