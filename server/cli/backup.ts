// `npm run backup -- FILE`: everything the relay keeps in one file, while it runs or not.
import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { backupName } from '#lib/domain/export.ts';
import { makeBackup } from '../backup/make.ts';
import { ConfigError, parseConfig } from '../config.ts';
import { privateFile } from '../journal/folder.ts';
import { JournalRefused } from '../journal/journal.ts';
import { typed } from '../program.ts';
import { money } from './report-text.ts';

const HELP = `npm run backup -- FILE [--data-dir DIR] [--force]

Writes one file with all events, figures, budgets, alerts, the devices that get alerts and the relay's push keys; no
sign-ins. It is made while Tidemark runs or not, of one moment, and holds secrets: keep it where nobody else reads it.

  FILE             where to; a folder gets a file named by the date; - is standard output
  --force          write over a file that is there
  --data-dir DIR   folder of the journal (default: TIDEMARK_DATA_DIR, or where the relay keeps it)

It needs about as much free space in the data folder as the database takes. To restore: npm run restore -- FILE`;

/** Returns the exit code: 0 done, 1 not done, 2 not understood. */
async function main(argv: string[]): Promise<number> {
	let asked: ReturnType<typeof read>;
	try {
		asked = read(argv);
	} catch (error) {
		console.error(`${(error as Error).message} See --help.`);
		return 2;
	}
	if (asked.values.help) {
		console.log(typed(HELP));
		return 0;
	}
	const [given, ...rest] = asked.positionals;
	if (given === undefined || rest.length > 0) {
		console.error('Name one file. See --help.');
		return 2;
	}
	try {
		const nowMs = Date.now();
		const dir = resolve(asked.values['data-dir'] ?? parseConfig(process.env).dataDir);
		if (given === '-') {
			using made = await makeBackup(dir, nowMs);
			await pipeline(made.content(), process.stdout);
			return 0;
		}
		const named = resolve(given);
		const file = isFolder(named) ? join(named, backupName(nowMs)) : named;
		if (existsSync(file) && !asked.values.force) {
			console.error(`${file} is there already. Give another name, or --force.`);
			return 1;
		}
		using made = await makeBackup(dir, nowMs);
		const part = `${file}.part`;
		try {
			privateFile(part);
			await pipeline(made.content(), createWriteStream(part, { flush: true }));
			renameSync(part, file);
		} finally {
			rmSync(part, { force: true });
		}
		const { events, totals } = made.header;
		console.log(
			`${file}: ${events.toLocaleString('en-US')} events, ${totals.sessions.toLocaleString('en-US')} sessions, ${money(totals.costNanoUsd)}.`
		);
		console.log('It holds the push keys and all there is to read: keep it private.');
		return 0;
	} catch (error) {
		if (error instanceof ConfigError || error instanceof JournalRefused) {
			console.error(error.message);
			return 1;
		}
		if ((error as NodeJS.ErrnoException).code === undefined) throw error;
		console.error(`The backup could not be written: ${(error as Error).message}`);
		return 1;
	}
}

function read(argv: string[]) {
	return parseArgs({
		args: argv,
		allowPositionals: true,
		options: {
			'data-dir': { type: 'string' },
			force: { type: 'boolean' },
			help: { type: 'boolean', short: 'h' }
		}
	});
}

function isFolder(path: string): boolean {
	return existsSync(path) && statSync(path).isDirectory();
}

process.exitCode = await main(process.argv.slice(2));
