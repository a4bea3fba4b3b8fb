// What `npm run stack` was asked for, and what that is in the words of `docker compose`.
import { parseArgs } from 'node:util';

export const COMMANDS = [
	'up',
	'open',
	'down',
	'restart',
	'logs',
	'status',
	'clean',
	'env',
	'validate'
] as const;
export type Command = (typeof COMMANDS)[number];

export const SERVICES = ['app', 'collector', 'loki', 'prometheus', 'grafana'] as const;

export interface StackArguments {
	command: Command;
	/** Empty: all of them. */
	services: string[];
	grafana: boolean;
	dev: boolean;
	yes: boolean;
}

export const HELP = `The team stack: app, collector, Loki, Prometheus and, if wanted, Grafana, by Docker Compose.

  npm run stack -- <command> [service…] [options]

commands
  up         build what has changed and start
  open       a link that signs one browser in as the owner, once
  down       stop; all data stay
  restart    stop and start again
  logs       what they say, as it comes (Ctrl-C leaves it)
  status     what runs, its health and its ports
  clean      delete containers and all data; asks first
  env        make .env from .env.example
  validate   check the files without starting anything

services   ${SERVICES.join(', ')}

options
  --grafana   with Grafana (needs GRAFANA_ADMIN_PASSWORD in .env)
  --dev       with the backends' own ports on this machine (config/docker-compose.dev.yml)
  --yes       clean without asking
  --help`;

export class UsageError extends Error {
	override name = 'UsageError';
}

/** Throws `UsageError` with a sentence for what is not understood. */
export function parseStackArguments(argv: string[]): StackArguments | 'help' {
	const { values, positionals } = read(argv);
	if (values.help) return 'help';
	const [given, ...services] = positionals;
	if (given === undefined) throw new UsageError(`Say what to do: ${COMMANDS.join(', ')}.`);
	const command = COMMANDS.find((name) => name === given);
	if (command === undefined) throw new UsageError(`"${given}" is not one of ${COMMANDS.join(', ')}.`);
	const unknown = services.find((name) => !(SERVICES as readonly string[]).includes(name));
	if (unknown !== undefined) throw new UsageError(`"${unknown}" is not one of ${SERVICES.join(', ')}.`);
	if (services.length > 0 && !['up', 'restart', 'logs', 'status'].includes(command))
		throw new UsageError(`${command} is for the whole stack.`);
	return {
		command,
		services,
		grafana: values.grafana === true || services.includes('grafana'),
		dev: values.dev === true,
		yes: values.yes === true
	};
}

/** What follows `docker compose`. Commands that end or show something always mean Grafana as well. */
export function composeArguments({ command, services, grafana, dev }: StackArguments): string[] {
	const files = dev ? ['-f', 'docker-compose.yml', '-f', 'config/docker-compose.dev.yml'] : [];
	const profile = grafana || command !== 'up' ? ['--profile', 'grafana'] : [];
	const words: Record<Exclude<Command, 'env'>, string[]> = {
		up: ['up', '--detach', '--build'],
		open: ['exec', 'app', 'node', 'server/cli/open.ts', '--print'],
		down: ['down', '--remove-orphans'],
		restart: ['restart'],
		logs: ['logs', '--follow', '--tail', '200'],
		status: ['ps', '--all'],
		clean: ['down', '--volumes', '--remove-orphans'],
		validate: ['config', '--quiet']
	};
	if (command === 'env') throw new Error('env needs no Docker');
	return [...files, ...profile, ...words[command], ...services];
}

function read(argv: string[]) {
	try {
		return parseArgs({
			args: argv,
			allowPositionals: true,
			options: {
				grafana: { type: 'boolean' },
				dev: { type: 'boolean' },
				yes: { type: 'boolean', short: 'y' },
				help: { type: 'boolean', short: 'h' }
			}
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}
