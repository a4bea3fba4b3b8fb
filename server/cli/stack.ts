// `npm run stack`: the team stack by one word, the same on Linux, macOS and Windows, by way of `docker compose`.
import { spawnSync } from 'node:child_process';
import { constants, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { ROOT } from './build-stamp.ts';
import {
	composeArguments,
	HELP,
	parseStackArguments,
	type StackArguments,
	UsageError
} from './stack-arguments.ts';

/** Exit codes: 0 done, 1 failed or declined, 2 not understood, otherwise Docker's. */
async function main(argv: string[]): Promise<number> {
	let asked: StackArguments | 'help';
	try {
		asked = parseStackArguments(argv);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		console.error(`${error.message} See --help.`);
		return 2;
	}
	if (asked === 'help') {
		console.log(HELP);
		return 0;
	}
	if (asked.command === 'env') return makeEnv();
	if (asked.grafana && asked.command === 'up' && !hasValue('GRAFANA_ADMIN_PASSWORD')) {
		console.error(
			'Grafana needs a password of yours: set GRAFANA_ADMIN_PASSWORD in .env (npm run stack -- env makes one from .env.example).'
		);
		return 1;
	}
	if (asked.command === 'clean' && !asked.yes && !(await isMeant())) {
		console.error('Nothing was deleted.');
		return 1;
	}
	const code = compose(composeArguments(asked));
	if (code === 0 && asked.command === 'validate') console.log('The files of the stack are understood.');
	if (code === 0 && asked.command === 'up')
		console.log(
			`The app is at http://localhost:${settingOf('TIDEMARK_PORT') ?? 3001}. To sign a browser in: npm run stack -- open`
		);
	return code;
}

function compose(parameters: string[]): number {
	// Without a shell: nothing in the arguments is interpreted, on Windows neither.
	const { status, error, signal } = spawnSync('docker', ['compose', ...parameters], {
		cwd: ROOT,
		stdio: 'inherit'
	});
	if (error) {
		const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		console.error(
			missing
				? 'Docker is not installed, or not in the PATH: https://docs.docker.com/get-docker/'
				: error.message
		);
		return 1;
	}
	// Ctrl-C ends `logs`: that is how one leaves it.
	return signal === 'SIGINT' ? 0 : (status ?? 1);
}

function makeEnv(): number {
	if (existsSync(join(ROOT, '.env'))) {
		console.log('There is a .env already; it was left as it is.');
		return 0;
	}
	copyFileSync(join(ROOT, '.env.example'), join(ROOT, '.env'), constants.COPYFILE_EXCL);
	console.log('Made .env from .env.example. Its values can be changed there.');
	return 0;
}

/** As Compose takes it: the environment before the file. */
function settingOf(name: string): string | null {
	const set = process.env[name];
	if (set !== undefined) return set || null;
	const path = join(ROOT, '.env');
	if (!existsSync(path)) return null;
	const line = readFileSync(path, 'utf8')
		.split(/\r?\n/)
		.findLast((text) => text.startsWith(`${name}=`));
	return line?.slice(name.length + 1).trim() || null;
}

const hasValue = (name: string): boolean => settingOf(name) !== null;

async function isMeant(): Promise<boolean> {
	console.error(
		'This deletes the containers and all their data: events in Loki, metrics in Prometheus, the journal of the app, what waits in the collector.'
	);
	if (!process.stdin.isTTY) {
		console.error('Say --yes where no one can be asked.');
		return false;
	}
	const prompt = createInterface({ input: process.stdin, output: process.stderr });
	try {
		return (await prompt.question('Delete it? Type "delete": ')).trim() === 'delete';
	} finally {
		prompt.close();
	}
}

process.exitCode = await main(process.argv.slice(2));
