// `npm run connect`: finds Claude Code's settings files, shows what would change in the chosen one, asks, writes, and can
// put it back.
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import {
	defaultProtocol,
	endpointOf,
	type OtlpAddresses,
	SHELLS,
	settingsBlock,
	shellLines,
	telemetryVariables
} from '#lib/domain/telemetry-settings.ts';
import { type Config, ConfigError, parseConfig } from '../config.ts';
import { carryOut, planConnect, planUndo, undo } from '../connect/connect.ts';
import { diffLines } from '../connect/diff.ts';
import { findProfiles, isCalled, type Profile, profileOf } from '../connect/profiles.ts';
import { FileTrouble } from '../connect/settings-file.ts';
import { typed } from '../program.ts';
import {
	type ConnectArguments,
	HELP,
	isPath,
	parseConnectArguments,
	UsageError
} from './connect-arguments.ts';

/** Exit codes: 0 done or nothing to do, 1 failed or declined, 2 not understood. */
async function main(argv: string[]): Promise<number> {
	try {
		const asked = parseConnectArguments(argv);
		if (asked === 'help') {
			console.log(typed(HELP));
			return 0;
		}
		const config = parseConfig(process.env);
		if (asked.print !== null) return print(asked.print, variablesFor(asked, config));
		const profiles = await findProfiles({
			usual: config.claudeFolders,
			given: process.env.CLAUDE_CONFIG_DIR,
			home: homedir()
		});
		const chosen = await choose(asked, profiles);
		if (chosen === null) return 1;
		let code = 0;
		for (const profile of chosen) {
			const done = asked.undo
				? await putBack(profile, asked)
				: await connect(profile, variablesFor(asked, config), asked);
			if (!done) code = 1;
		}
		return code;
	} catch (error) {
		if (error instanceof UsageError || error instanceof ConfigError) {
			console.error(`${error.message}${error instanceof UsageError ? ' See --help.' : ''}`);
			return 2;
		}
		throw error;
	}
}

function variablesFor(asked: ConnectArguments, config: Config): [string, string][] {
	// `any` means another port each time: nothing a settings file could name.
	const open = (port: number | null) => (port === null || port === 0 ? null : `http://localhost:${port}`);
	const otlp: OtlpAddresses = { grpc: open(config.otlpGrpcPort), http: open(config.otlpHttpPort) };
	const protocol = asked.protocol ?? (asked.endpoint === null ? defaultProtocol(otlp) : 'grpc');
	const endpoint = asked.endpoint ?? endpointOf(protocol, otlp);
	if (endpoint === null) {
		const name = protocol === 'grpc' ? 'TIDEMARK_OTLP_GRPC_PORT' : 'TIDEMARK_OTLP_HTTP_PORT';
		throw new UsageError(
			`Tidemark takes no ${protocol}: ${name} is off. Set it, or give another --protocol.`
		);
	}
	// The token is this relay's: another receiver is not told it.
	const token = asked.endpoint === null ? config.ingestToken : null;
	return telemetryVariables({ protocol, endpoint, token, prompts: asked.prompts });
}

function print(kind: NonNullable<ConnectArguments['print']>, variables: [string, string][]): number {
	if (kind === 'json') console.log(settingsBlock(variables));
	else if (kind !== 'every') console.log(shellLines(variables, kind));
	else {
		const titles = { bash: 'bash, zsh', fish: 'fish', powershell: 'PowerShell' };
		for (const shell of SHELLS) console.log(`# ${titles[shell]}\n${shellLines(variables, shell)}\n`);
		console.log(`# settings.json\n${settingsBlock(variables)}`);
	}
	return 0;
}

/** `null`: none was chosen. Throws UsageError. */
async function choose(asked: ConnectArguments, profiles: Profile[]): Promise<Profile[] | null> {
	if (asked.all) return profiles;
	if (asked.profiles.length > 0) return asked.profiles.map((name) => named(name, profiles));
	const current = profiles.filter((profile) => profile.current);
	if (profiles.length === 1) return profiles;
	const list = profiles.map((profile, index) => `  ${index + 1}  ${profile.settings}`).join('\n');
	if (asked.yes || !process.stdin.isTTY) {
		// What `claude` started in this shell reads.
		if (current.length === 1) return current;
		throw new UsageError(
			`There are several Claude configurations:\n${list}\nName one with --profile, or give --all.`
		);
	}
	const answer = await ask(
		`There are several Claude configurations:\n${list}\nWhich one (1–${profiles.length}, all)? `
	);
	if (/^all$/i.test(answer)) return profiles;
	const profile = /^\d+$/.test(answer) ? profiles[Number(answer) - 1] : undefined;
	if (profile !== undefined) return [profile];
	console.error('Nothing was changed.');
	return null;
}

function named(name: string, profiles: Profile[]): Profile {
	if (isPath(name))
		return profileOf(resolve(process.env.INIT_CWD ?? '.', name.replace(/[\\/]settings\.json$/, '')), false);
	const found = profiles.filter((profile) => isCalled(profile, name));
	if (found.length === 1) return found[0]!;
	const known = profiles.map((profile) => profile.settings).join(', ');
	const how = found.length === 0 ? 'There is no profile' : 'There is more than one profile';
	throw new UsageError(`${how} called ${name}: there are ${known}. Give its path.`);
}

async function connect(
	profile: Profile,
	variables: [string, string][],
	asked: ConnectArguments
): Promise<boolean> {
	return sayingTrouble(async () => {
		const plan = await planConnect(profile.settings, variables);
		if (plan.before === plan.after) {
			console.log(`${profile.settings} points here already: nothing to do.`);
			for (const note of plan.notes) console.log(`Note: ${note}`);
			return true;
		}
		showChange(profile.settings, plan.before, plan.after);
		for (const note of plan.notes) console.log(`Note: ${note}`);
		if (!(await isMeant(asked, 'Write this?'))) return false;
		const copy = await carryOut(plan);
		console.log(`Written. ${copy === null ? 'There was no such file before.' : `As it was: ${copy}`}`);
		console.log('Start Claude Code anew; a session that is running keeps its settings.');
		if (!asked.prompts) console.log('What you type is not sent (--prompts would).');
		return true;
	});
}

async function putBack(profile: Profile, asked: ConnectArguments): Promise<boolean> {
	return sayingTrouble(async () => {
		const plan = await planUndo(profile.settings);
		if (plan === null) {
			console.error(`${profile.settings} has not been changed by Tidemark: there is nothing to undo.`);
			return false;
		}
		showChange(profile.settings, plan.before, plan.after);
		if (plan.losing && !asked.force) {
			console.error(
				`Other settings have changed since: they would be lost. Nothing was changed. As it was: ${plan.copy.path}; --force puts that back.`
			);
			return false;
		}
		if (!(await isMeant(asked, 'Put this back?'))) return false;
		await undo(plan);
		console.log(plan.copy.bytes === null ? 'Removed, as there was none before.' : 'Put back as it was.');
		return true;
	});
}

function showChange(path: string, before: string, after: string): void {
	console.log(`${path}\n${diffLines(before, after).join('\n')}\n`);
}

async function sayingTrouble(act: () => Promise<boolean>): Promise<boolean> {
	try {
		return await act();
	} catch (error) {
		if (!(error instanceof FileTrouble)) throw error;
		console.error(error.message);
		return false;
	}
}

async function isMeant({ yes }: ConnectArguments, question: string): Promise<boolean> {
	if (yes) return true;
	if (!process.stdin.isTTY) {
		console.error('Nothing was changed: give --yes where nobody can be asked.');
		return false;
	}
	if (/^y(es)?$/i.test(await ask(`${question} [y/N] `))) return true;
	console.error('Nothing was changed.');
	return false;
}

async function ask(question: string): Promise<string> {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	try {
		return (await terminal.question(question)).trim();
	} finally {
		terminal.close();
	}
}

process.exitCode = await main(process.argv.slice(2));
