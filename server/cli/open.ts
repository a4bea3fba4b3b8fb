// `npm run open`: a new one-time link for the owner, for who can write to the data folder. The running relay takes it.
// `-- --print` only prints it; `-- --sign-out-everywhere` first ends every session, whoever holds it; `-- --new-push-keys`
// puts away the pair that signs what is pushed.
import { parseArgs } from 'node:util';
import { createCodes, OPEN_MS } from '../access/codes.ts';
import { openAccessDatabase, settingOf } from '../access/database.ts';
import { createDevices } from '../access/devices.ts';
import { linkOf, mayOpen, openInBrowser } from '../access/open-link.ts';
import { ConfigError, parseConfig } from '../config.ts';
import { JournalRefused } from '../journal/journal.ts';
import { typed } from '../program.ts';
import { removeVapidKeys } from '../push/vapid.ts';

const HELP = `npm run open [-- OPTIONS]

Makes a link that signs one browser in as the owner, once, within 10 minutes, and opens it.

  --print                 print the link, open nothing
  --sign-out-everywhere   first end every session: all devices have to sign in again
  --new-push-keys         put the keys of Web Push away: new ones are made at the next start, and
                          each device takes them when the app is next opened on it
  --help`;

async function run(argv: string[]): Promise<number> {
	const { values } = parseArgs({
		args: argv,
		options: {
			print: { type: 'boolean', default: false },
			'sign-out-everywhere': { type: 'boolean', default: false },
			'new-push-keys': { type: 'boolean', default: false },
			help: { type: 'boolean', default: false }
		}
	});
	if (values.help) {
		console.log(typed(HELP));
		return 0;
	}
	const config = parseConfig(process.env);
	if (values['new-push-keys']) {
		console.log(
			removeVapidKeys(config.dataDir)
				? 'The keys of Web Push are gone: start Tidemark again, then open the app on each device that is to get alerts.'
				: 'There were no keys of Web Push.'
		);
	}
	if (!config.signIn) {
		console.log('Sign-in is off: open the app as it is.');
		return 0;
	}
	const db = openAccessDatabase(config.dataDir);
	try {
		if (values['sign-out-everywhere']) {
			const ended = createDevices(db, Date.now).revokeAll();
			console.log(`Signed out: ${ended} ${ended === 1 ? 'device' : 'devices'}.`);
		}
		const code = createCodes(db, Date.now).make({ kind: 'open', role: 'owner', user: null }, OPEN_MS);
		const link = linkOf(settingOf(db, 'address') ?? `http://localhost:${config.port}`, code);
		console.log(link);
		if (!values.print && config.open && mayOpen(process.env, process.stdout.isTTY)) await openInBrowser(link);
	} finally {
		db.close();
	}
	return 0;
}

try {
	process.exitCode = await run(process.argv.slice(2));
} catch (error) {
	const known =
		error instanceof ConfigError ||
		error instanceof JournalRefused ||
		(error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
	if (!known) throw error;
	console.error((error as Error).message);
	process.exitCode = 1;
}
