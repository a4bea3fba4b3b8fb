// Makes a backup of a data folder, with a relay running on it or not: one consistent view of the database, read in one
// step on a connection and a thread of its own, so that the relay goes on writing meanwhile.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { FOLD_VERSION } from '#lib/domain/rows.ts';
import { openError } from '../journal/errors.ts';
import { DATABASE_NAME, privateFile, WORK_PREFIXES } from '../journal/folder.ts';
import { JournalRefused } from '../journal/journal.ts';
import { checkVersion, SCHEMA_VERSION } from '../journal/schema.ts';
import { VAPID_NAME } from '../push/vapid.ts';
import { VERSION } from '../version.ts';
import { type BackupHeader, FORMAT_VERSION } from './format.ts';
import { KEPT } from './tables.ts';
import { totalsOf } from './totals.ts';

export interface MadeBackup extends Disposable {
	header: BackupHeader;
	/** The whole file. To be read once, before the backup is disposed of. */
	content(): Readable;
}

/** More pages than a database can have: all in one step, so that no write makes it begin anew. */
const ALL_PAGES = 2 ** 31 - 1;

/** Needs about as much free disk as the database takes. Throws JournalRefused when there is no usable database. */
export async function makeBackup(dir: string, nowMs: number): Promise<MadeBackup> {
	const path = join(dir, DATABASE_NAME);
	if (!existsSync(path)) throw new JournalRefused(`There is no Tidemark database in ${dir}.`);
	// In the data folder: it is private, and on a disk that can hold them.
	const work = mkdtempSync(join(dir, WORK_PREFIXES.backup));
	const dispose = () => rmSync(work, { recursive: true, force: true });
	try {
		await copyDatabase(path, join(work, DATABASE_NAME));
		const { head, totals } = totalsOf(work);
		const hash = createHash('sha256');
		const files = [{ name: DATABASE_NAME, from: join(work, DATABASE_NAME) }];
		if (existsSync(join(dir, VAPID_NAME))) files.push({ name: VAPID_NAME, from: join(dir, VAPID_NAME) });
		const parts: BackupHeader['parts'] = [];
		for (const { name, from } of files) {
			const packed = join(work, `${name}.gz`);
			privateFile(packed);
			await pipeline(
				createReadStream(from),
				createGzip({ level: 6 }),
				async function* (chunks: AsyncIterable<Buffer>) {
					for await (const chunk of chunks) {
						hash.update(chunk);
						yield chunk;
					}
				},
				createWriteStream(packed)
			);
			parts.push({ name, bytes: statSync(packed).size });
		}
		rmSync(join(work, DATABASE_NAME));
		const header: BackupHeader = {
			tidemark: 'backup',
			version: FORMAT_VERSION,
			app: VERSION,
			schema: SCHEMA_VERSION,
			fold: FOLD_VERSION,
			createdAt: new Date(nowMs).toISOString(),
			epoch: head.epoch,
			seq: head.seq,
			events: head.events,
			totals,
			parts,
			sha256: hash.digest('hex')
		};
		return { header, content: () => contentOf(header, work), [Symbol.dispose]: dispose };
	} catch (error) {
		dispose();
		throw openError(error, path);
	}
}

async function copyDatabase(from: string, to: string): Promise<void> {
	privateFile(to);
	const source = new DatabaseSync(from, { readOnly: true, timeout: 5000 });
	try {
		checkVersion(source, from);
		await backup(source, to, { rate: ALL_PAGES });
	} finally {
		source.close();
	}
	const copy = new DatabaseSync(to);
	try {
		// One file, without a log beside it.
		copy.exec('PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY');
		const tables = copy
			.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
			.all() as { name: string }[];
		for (const { name } of tables)
			if (!KEPT.includes(name)) copy.exec(`DROP TABLE "${name.replaceAll('"', '""')}"`);
	} finally {
		copy.close();
	}
}

function contentOf(header: BackupHeader, work: string): Readable {
	const out = new PassThrough();
	out.write(`${JSON.stringify(header)}\n`);
	void (async () => {
		for (const { name } of header.parts)
			await pipeline(createReadStream(join(work, `${name}.gz`)), out, { end: false });
		out.end();
	})().catch((error: Error) => out.destroy(error));
	return out;
}
