// Transcripts that tell of the same events, together: a session's file and those of its subagents, copies of it, forks and
// what they were forked from. What is kin is read and added up as one, so that everything else is on its own.
import { closeSync, readSync } from 'node:fs';
import { parseTranscriptPath } from '#lib/wire/transcript-path.ts';
import type { WholeFile } from '../sources/transcripts/about-file.ts';
import { openAtOnce } from '../sources/transcripts/open-file.ts';

const HEAD = Buffer.allocUnsafeSlow(16 * 1024);
const SESSION = /"sessionId"\s*:\s*"([^"]{1,200})"/;
const LINE_ID = /"uuid"\s*:\s*"([^"]{1,200})"/;

/**
 * Kin as far as places and first lines tell, which is nearly always all: a fork begins with the lines it copied, and each
 * keeps its id. Blocks: of each session's file the beginning is read. Of one that cannot be, only the place tells.
 */
export function likelyKin(files: readonly WholeFile[]): WholeFile[][] {
	return together(files, ({ path, shortName }) => {
		const place = parseTranscriptPath(shortName);
		if (place?.sessionId && place.agentId !== null) return [place.sessionId];
		const head = headOf(path);
		return [place?.sessionId ?? SESSION.exec(head)?.[1], LINE_ID.exec(head)?.[1]].filter(
			(key) => key !== undefined
		);
	});
}

/** Those that share a key, directly or by way of others, in one group. */
export function together<T>(items: readonly T[], keysOf: (item: T) => Iterable<string>): T[][] {
	const parents = items.map((_, at) => at);
	const rootOf = (at: number): number => {
		let root = at;
		while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!;
		return root;
	};
	const owners = new Map<string, number>();
	items.forEach((item, at) => {
		for (const key of keysOf(item)) {
			const owner = owners.get(key);
			if (owner === undefined) owners.set(key, at);
			else parents[rootOf(at)] = rootOf(owner);
		}
	});
	const groups = new Map<number, T[]>();
	items.forEach((item, at) => {
		const root = rootOf(at);
		const group = groups.get(root);
		if (group === undefined) groups.set(root, [item]);
		else group.push(item);
	});
	return [...groups.values()];
}

function headOf(path: string): string {
	try {
		const { fd } = openAtOnce(path);
		try {
			return HEAD.toString('latin1', 0, readSync(fd, HEAD));
		} finally {
			closeSync(fd);
		}
	} catch {
		// The thread that reads it says why.
		return '';
	}
}
