// Entries of one nanosecond that do not fit into a page. Time cannot page them, so the query is narrowed instead: by
// the last digit of the sender's counter, then the one before it, then the end of the session's id.
import type { LokiDecoded } from '#lib/wire/loki.ts';
import type { LokiClient } from './client.ts';

/** Each entry passes exactly one stage of a list. Regular expressions of label filters match the whole value. */
const DIVISIONS: readonly (readonly string[])[] = [
	endings('event_sequence', '0123456789', ''),
	endings('event_sequence', '0123456789', '.'),
	endings('session_id', '0123456789abcdef', '')
];

function endings(label: string, characters: string, tail: string): string[] {
	const each = [...characters].map((character) => ` | ${label}=~".*${character}${tail}"`);
	return [...each, ` | ${label}!~".*[${characters}]${tail}"`];
}

/** Reads all entries of the nanosecond `atNs`. False: some could not be told apart and were not read. */
export async function readTies(
	client: LokiClient,
	atNs: bigint,
	limit: number,
	take: (page: LokiDecoded) => Promise<void>,
	signal: AbortSignal
): Promise<boolean> {
	async function read(stage: string, depth: number): Promise<boolean> {
		let complete = true;
		for (const further of DIVISIONS[depth]!) {
			const page = await client.range({ startNs: atNs, endNs: atNs + 1n }, limit, stage + further, signal);
			if (page.entries < limit) await take(page);
			else if (depth + 1 < DIVISIONS.length) complete = (await read(stage + further, depth + 1)) && complete;
			else {
				await take(page);
				complete = false;
			}
		}
		return complete;
	}
	return read('', 0);
}
