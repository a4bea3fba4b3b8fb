// Whether a file still is the one that was read: a hash of its first bytes and of those before the position. A log that
// was rotated, truncated or written anew is thereby read again from its start.
import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

const HEAD = 1024;
const TAIL = 256;

/** Hash of what was read up to `offset`. */
export async function markOf(handle: FileHandle, offset: number): Promise<string> {
	const { bytes, head, tail } = space(offset);
	await handle.read(bytes, 0, head, 0);
	await handle.read(bytes, head, tail, offset - tail);
	return hash(bytes);
}

/** The same of bytes that were read a moment ago: the system still has them, so that asking it takes no time. */
export function markAtOnce({ fd }: FileHandle, offset: number): string {
	const { bytes, head, tail } = space(offset);
	readSync(fd, bytes, 0, head, 0);
	readSync(fd, bytes, head, tail, offset - tail);
	return hash(bytes);
}

function space(offset: number): { bytes: Buffer; head: number; tail: number } {
	const head = Math.min(HEAD, offset);
	const tail = Math.min(TAIL, offset);
	return { bytes: Buffer.alloc(head + tail), head, tail };
}

function hash(bytes: Buffer): string {
	return createHash('sha1').update(bytes).digest('base64url');
}
