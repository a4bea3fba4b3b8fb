// `npm run restore -- FILE`: a backup back into a data folder, verified before and after.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BackupRefused } from '../backup/format.ts';
import { restoreBackup } from '../backup/restore.ts';
import { ConfigError, parseConfig } from '../config.ts';
import { JournalRefused } from '../journal/journal.ts';
import { typed } from '../program.ts';
import { money } from './report-text.ts';

const HELP = `npm run restore -- FILE [--data-dir DIR] [--replace]

Puts a backup (npm run backup, or Settings in the app) into the data folder. Tidemark must not be running on it. The
file is verified first, and again in its place.

  --replace        the folder holds a journal already: it is put aside into a folder replaced-… beside the new one
  --data-dir DIR   folder of the journal (default: TIDEMARK_DATA_DIR, or where the relay keeps it)

The journal keeps its identity: browsers go on from where they are. One that saw more than the backup holds takes
everything from the relay again, by itself.`;

/** Returns the exit code: 0 done, 1 not done, 2 not understood. */
async function main(argv: string[]): Promise<number> {
	try {
		const { values, positionals } = parseArgs({
			args: argv,
			allowPositionals: true,
			options: {
				'data-dir': { type: 'string' },
				replace: { type: 'boolean' },
				help: { type: 'boolean', short: 'h' }
			}
		});
		if (values.help) {
			console.log(typed(HELP));
			return 0;
		}
		const [file, ...rest] = positionals;
		if (file === undefined || rest.length > 0) {
			console.error('Name one file. See --help.');
			return 2;
		}
		const dir = resolve(values['data-dir'] ?? parseConfig(process.env).dataDir);
		const { header, aside } = await restoreBackup(resolve(file), dir, {
			replace: values.replace === true,
			nowMs: Date.now()
		});
		const { events, totals, createdAt } = header;
		console.log(
			`Restored into ${dir}: ${events.toLocaleString('en-US')} events, ${totals.sessions.toLocaleString('en-US')} sessions, ${money(totals.costNanoUsd)}, as of ${createdAt}.`
		);
		if (aside !== null) console.log(`What was there before is in ${aside}. Delete it when it is not needed.`);
		return 0;
	} catch (error) {
		const known = [BackupRefused, JournalRefused, ConfigError].some((type) => error instanceof type);
		const { code } = error as NodeJS.ErrnoException;
		if (!known && code === undefined) throw error;
		console.error((error as Error).message);
		return code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
	}
}

process.exitCode = await main(process.argv.slice(2));
