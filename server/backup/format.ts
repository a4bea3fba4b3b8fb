// The backup file: one line of JSON that says what follows, then the parts one after another, each gzipped. The checksum
// is over everything behind the line; what the line says of the journal is held against the journal itself at restore.
import { SCHEMA_VERSION } from '../journal/schema.ts';

export const FORMAT_VERSION = 1;
/** The line is read whole before anything is believed. */
export const MAX_HEADER_BYTES = 16 * 1024;

/** Sums that two journals share only if they hold the same: all of it, however late money is counted. */
export interface BackupTotals {
	sessions: number;
	apiRequests: number;
	costNanoUsd: number;
	unloggedNanoUsd: number;
	unpricedRequests: number;
	tokens: { input: number; output: number; cacheRead: number; cacheCreation: number };
}

export interface BackupPart {
	/** File name in the data folder. */
	name: string;
	/** In the file, gzipped. */
	bytes: number;
}

export interface BackupHeader {
	tidemark: 'backup';
	version: number;
	/** Version of the app that made it. */
	app: string;
	/** Of the database and of the fold in it. */
	schema: number;
	fold: number;
	createdAt: string;
	epoch: string;
	seq: number;
	events: number;
	totals: BackupTotals;
	parts: BackupPart[];
	/** SHA-256, hex, of everything behind this line. */
	sha256: string;
}

/** The file cannot be used, or not here. The message is a sentence for the person at the terminal. */
export class BackupRefused extends Error {
	override name = 'BackupRefused';
}

/** The header of a first line. Throws BackupRefused for what is no backup, or a newer one than this Tidemark knows. */
export function parseHeader(line: string): BackupHeader {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		// Not ours, then: said below.
	}
	const header = value as Partial<BackupHeader> | null | undefined;
	if (header?.tidemark !== 'backup' || typeof header.version !== 'number')
		throw new BackupRefused('This is no Tidemark backup.');
	if (header.version > FORMAT_VERSION) throw newer(header, `format ${header.version}`);
	if (!isWhole(header)) throw new BackupRefused('The head of this backup is damaged. Use another copy.');
	if (header.schema > SCHEMA_VERSION) throw newer(header, `database ${header.schema}`);
	return header;
}

function newer({ app }: Partial<BackupHeader>, what: string): BackupRefused {
	return new BackupRefused(
		`This backup was made by a newer Tidemark (${typeof app === 'string' ? app : 'unknown'}, ${what}). Update Tidemark, then restore it.`
	);
}

function isWhole(header: Partial<BackupHeader>): header is BackupHeader {
	const { schema, fold, epoch, seq, events, totals, parts, sha256, createdAt } = header;
	const counts = [schema, fold, seq, events];
	return (
		counts.every((count) => Number.isSafeInteger(count) && (count as number) >= 0) &&
		typeof epoch === 'string' &&
		typeof createdAt === 'string' &&
		typeof totals === 'object' &&
		totals !== null &&
		typeof sha256 === 'string' &&
		/^[0-9a-f]{64}$/.test(sha256) &&
		Array.isArray(parts) &&
		parts.every(
			(part: Partial<BackupPart> | null) =>
				// A name, never a path.
				typeof part?.name === 'string' &&
				/^[a-z][a-z0-9.-]{0,63}$/.test(part.name) &&
				Number.isSafeInteger(part.bytes) &&
				part.bytes! >= 0
		)
	);
}
