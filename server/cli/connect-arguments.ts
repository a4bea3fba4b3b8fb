// What `npm run connect` was asked for.
import { isAbsolute } from 'node:path';
import { type OtlpProtocol, PROTOCOLS, SHELLS, type Shell } from '#lib/domain/telemetry-settings.ts';

export interface ConnectArguments {
	/** Names or paths of profiles; empty: to be found out. */
	profiles: string[];
	all: boolean;
	yes: boolean;
	force: boolean;
	undo: boolean;
	/** `null`: nothing is only printed. */
	print: Shell | 'json' | 'every' | null;
	protocol: OtlpProtocol | null;
	/** `null`: this relay's own. */
	endpoint: string | null;
	prompts: boolean;
}

/** Not understood; the message is a sentence. */
export class UsageError extends Error {
	override name = 'UsageError';
}

export const HELP = `npm run connect -- [options]

Points Claude Code at Tidemark: writes the telemetry variables into the "env" block of its settings.json, after showing
what changes. Comments, order and all other settings stay as they are; a copy is kept beside the file.

  --profile NAME    which Claude configuration folder (~/.claude-work is "work"), or a path; may be given again
  --all             all of them
  --protocol P      grpc, http/protobuf or http/json (the first that is switched on)
  --endpoint URL    another receiver than this machine's Tidemark, e.g. your Collector
  --prompts         send what you type as well; without it only its length is sent
  --yes             do not ask
  --undo            put the file back as it was, to the byte (--force: even where other settings changed since)
  --print [SHELL]   write nothing, print the lines for bash (zsh), fish, powershell or json

Exit code: 0 done, or nothing to do; 1 failed or declined; 2 not understood.`;

/** Throws UsageError. */
export function parseConnectArguments(argv: readonly string[]): ConnectArguments | 'help' {
	const asked: ConnectArguments = {
		profiles: [],
		all: false,
		yes: false,
		force: false,
		undo: false,
		print: null,
		protocol: null,
		endpoint: null,
		prompts: false
	};
	const rest = argv.flatMap((argument) => {
		const match = /^(--[a-z]+)=(.*)$/s.exec(argument);
		return match === null ? [argument] : [match[1]!, match[2]!];
	});
	const value = (option: string): string => {
		const next = rest.shift();
		if (next === undefined || next.startsWith('--')) throw new UsageError(`${option} needs a value.`);
		return next;
	};
	for (;;) {
		const option = rest.shift();
		if (option === undefined) break;
		if (option === '--help' || option === '-h') return 'help';
		if (option === '--profile') asked.profiles.push(value(option));
		else if (option === '--all') asked.all = true;
		else if (option === '--yes' || option === '-y') asked.yes = true;
		else if (option === '--force') asked.force = true;
		else if (option === '--undo') asked.undo = true;
		else if (option === '--prompts') asked.prompts = true;
		else if (option === '--protocol') asked.protocol = oneOf(option, value(option), PROTOCOLS);
		else if (option === '--endpoint') asked.endpoint = address(value(option));
		else if (option === '--print') {
			const shell = rest[0] !== undefined && !rest[0].startsWith('-') ? rest.shift()! : 'every';
			asked.print = oneOf(option, shell === 'zsh' ? 'bash' : shell, [...SHELLS, 'json', 'every'] as const);
		} else throw new UsageError(`${option} is not known.`);
	}
	if (asked.all && asked.profiles.length > 0) throw new UsageError('Give --profile or --all, not both.');
	if (asked.undo && asked.print !== null) throw new UsageError('Give --undo or --print, not both.');
	return asked;
}

export function isPath(name: string): boolean {
	return isAbsolute(name) || /[\\/]/.test(name);
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
	const found = choices.find((choice) => choice === value);
	if (found === undefined) throw new UsageError(`${option} ${value}: give ${choices.join(', ')}.`);
	return found;
}

function address(value: string): string {
	const parsed = URL.canParse(value) ? new URL(value) : null;
	if (parsed === null || !/^https?:$/.test(parsed.protocol))
		throw new UsageError(`--endpoint ${value} is no address: give http://host:port.`);
	if (parsed.pathname !== '/' || parsed.search !== '')
		throw new UsageError('--endpoint takes no path: Claude Code adds /v1/logs and /v1/metrics itself.');
	return value.replace(/\/+$/, '');
}
