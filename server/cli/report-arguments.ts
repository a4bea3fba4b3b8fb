// What the terminal report was asked for.
import { parseArgs } from 'node:util';

export const KINDS = [
	'daily',
	'sessions',
	'models',
	'projects',
	'totals',
	'prompts',
	'requests',
	'events'
] as const;
/** Read from the log, one line after another: only as files. */
export const STREAMED = ['prompts', 'requests', 'events'] as const;
export type Kind = (typeof KINDS)[number];
export type Streamed = (typeof STREAMED)[number];

export function isStreamed(kind: Kind): kind is Streamed {
	return (STREAMED as readonly string[]).includes(kind);
}

export interface ReportArguments {
	kind: Kind;
	json: boolean;
	csv: boolean;
	jsonl: boolean;
	project: string | null;
	model: string | null;
	from: string | null;
	to: string | null;
	zone: string;
	dataDir: string | null;
	/** Folder of transcripts to read instead of the journal. */
	transcripts: string | null;
}

export const HELP = `What Claude Code cost, from the journal on this machine.

  npm run --silent report -- <what> [options]

what
  daily      one line a day
  sessions   one line a session, the dearest first
  models     one line a model
  projects   one line a project
  totals     everything in one
  prompts    one line a prompt (--csv)
  requests   one line an API request (--csv)
  events     one line an event (--csv, or complete with --jsonl)

options
  --json           for machines; money in integer nano-USD (1 USD = 1,000,000,000)
  --csv            for spreadsheets: sessions, daily by model, prompts, requests, events
  --jsonl          events as lines of JSON, complete
  --project NAME   only sessions of the project (prompts, requests, events)
  --model NAME     only requests of the model (the same)
  --from DATE      first day, as 2026-11-01
  --to DATE        last day, included
  --zone ZONE      time zone the days are counted in, as Europe/Paris (default: this machine's)
  --data-dir DIR   folder of the journal (default: TIDEMARK_DATA_DIR, or where the relay keeps it)
  --transcripts DIR
                   no journal: read Claude Code's transcripts in this folder (~/.claude) and say what they tell
  --help

It reads beside a running relay or without one. Exit: 0 done, 1 nothing to read, 2 not understood.`;

/** Throws `UsageError` with a sentence for what is not understood; `'help'` when asked for help. */
export function parseReportArguments(argv: string[], localZone: string): ReportArguments | 'help' {
	const { values, positionals } = read(argv);
	if (values.help) return 'help';
	const [kind, ...rest] = positionals;
	if (kind === undefined) throw new UsageError(`Say what to report: ${KINDS.join(', ')}.`);
	if (!isKind(kind)) throw new UsageError(`"${kind}" is not one of ${KINDS.join(', ')}.`);
	if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many.`);
	if (values.json && values.csv) throw new UsageError('Give --json or --csv, not both.');
	if (values['data-dir'] !== undefined && values.transcripts !== undefined)
		throw new UsageError('Give --data-dir or --transcripts, not both.');
	const streamed = (STREAMED as readonly string[]).includes(kind);
	if (values.csv && kind !== 'sessions' && kind !== 'daily' && !streamed)
		throw new UsageError(`--csv is not for ${kind}.`);
	if (values.jsonl && (kind !== 'events' || values.csv))
		throw new UsageError('--jsonl is for events, and without --csv.');
	if (streamed && !values.csv && !values.jsonl) throw new UsageError(`${kind} are given with --csv.`);
	if (!streamed && (values.project !== undefined || values.model !== undefined))
		throw new UsageError(`--project and --model are for ${STREAMED.join(', ')}.`);
	if (streamed && values.transcripts !== undefined)
		throw new UsageError(`${kind} are read from the journal, not from --transcripts.`);
	const from = dateOption('--from', values.from);
	const to = dateOption('--to', values.to);
	if (from !== null && to !== null && from > to) throw new UsageError(`--from ${from} is after --to ${to}.`);
	return {
		kind,
		json: values.json === true,
		csv: values.csv === true,
		jsonl: values.jsonl === true,
		project: values.project ?? null,
		model: values.model ?? null,
		from,
		to,
		zone: zoneOption(values.zone, localZone),
		dataDir: values['data-dir'] ?? null,
		transcripts: values.transcripts ?? null
	};
}

export class UsageError extends Error {
	override name = 'UsageError';
}

function read(argv: string[]) {
	try {
		return parseArgs({
			args: argv,
			allowPositionals: true,
			options: {
				json: { type: 'boolean' },
				csv: { type: 'boolean' },
				jsonl: { type: 'boolean' },
				project: { type: 'string' },
				model: { type: 'string' },
				from: { type: 'string' },
				to: { type: 'string' },
				zone: { type: 'string' },
				'data-dir': { type: 'string' },
				transcripts: { type: 'string' },
				help: { type: 'boolean', short: 'h' }
			}
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function isKind(text: string): text is Kind {
	return (KINDS as readonly string[]).includes(text);
}

function dateOption(name: string, text: string | undefined): string | null {
	if (text === undefined) return null;
	const date = new Date(`${text}T00:00:00Z`);
	const real =
		/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
	if (!real) throw new UsageError(`${name} takes a date like 2026-11-01, not "${text}".`);
	return text;
}

function zoneOption(text: string | undefined, localZone: string): string {
	const zone = text ?? localZone;
	try {
		return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
	} catch {
		throw new UsageError(`--zone takes a name like Europe/Paris, not "${zone}".`);
	}
}
