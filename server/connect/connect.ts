// One settings file connected or put back: what would change, the copy kept of what was there, and the way back to it.
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'jsonc-parser';
import { telemetryNames } from '#lib/domain/telemetry-settings.ts';
import { NotEditable, variablesOf, withVariables } from './edit.ts';
import {
	FileTrouble,
	readSettings,
	removeFile,
	replace,
	type SettingsFile,
	sameBytes,
	textOf,
	writeSettings
} from './settings-file.ts';

export interface Plan {
	file: SettingsFile;
	before: string;
	after: string;
	/** What a person should know of other variables in the file, in sentences. */
	notes: string[];
}

/** Beside the settings file: its bytes as they were, or the word that there was none. */
const BACKUP = '.before-tidemark';
const NONE = '.absent-before-tidemark';

/** Throws FileTrouble. */
export async function planConnect(path: string, variables: readonly [string, string][]): Promise<Plan> {
	const file = await readSettings(path);
	const before = textOf(file);
	try {
		return {
			file,
			before,
			after: withVariables(before, variables),
			notes: notesOn(variablesOf(before), variables)
		};
	} catch (error) {
		throw unusable(path, error);
	}
}

/** Keeps a copy, then writes. Returns the copy's path; `null`: there was no file to copy. Throws FileTrouble. */
export async function carryOut({ file, after }: Plan): Promise<string | null> {
	const known = await copyOf(file);
	// A copy from before stays as long as undoing to it would change nothing but our variables.
	if (known === null || !onlyOurs(known.bytes, file.bytes)) await keepCopy(file);
	await writeSettings(file, Buffer.from(after, 'utf8'));
	const copy = await copyOf(file);
	return copy?.bytes == null ? null : copy.path;
}

export interface UndoPlan {
	file: SettingsFile;
	before: string;
	after: string;
	copy: { path: string; bytes: Buffer | null };
	/** More than our variables has changed since: it would be lost. */
	losing: boolean;
}

/** `null`: there is nothing to go back to. Throws FileTrouble. */
export async function planUndo(path: string): Promise<UndoPlan | null> {
	const file = await readSettings(path);
	const copy = await copyOf(file);
	if (copy === null) return null;
	return {
		file,
		before: textOf(file),
		after: textOf({ ...file, bytes: copy.bytes }),
		copy,
		losing: !onlyOurs(copy.bytes, file.bytes)
	};
}

/** Throws FileTrouble. */
export async function undo({ file, copy }: UndoPlan): Promise<void> {
	if (copy.bytes !== null) await writeSettings(file, copy.bytes);
	else if (file.bytes !== null) await removeFile(file.target);
	await removeFile(copy.path);
}

async function copyOf({ target }: SettingsFile): Promise<UndoPlan['copy'] | null> {
	const bytes = (await readSettings(target + BACKUP)).bytes;
	if (bytes !== null) return { path: target + BACKUP, bytes };
	const none = await readSettings(target + NONE);
	return none.bytes === null ? null : { path: none.path, bytes: null };
}

async function keepCopy(file: SettingsFile): Promise<void> {
	const { target, bytes } = file;
	const [keep, drop] = bytes === null ? [NONE, BACKUP] : [BACKUP, NONE];
	try {
		await writeCopy(target + keep, bytes ?? new Uint8Array());
		if ((await readSettings(target + drop)).bytes !== null) await removeFile(target + drop);
	} catch (error) {
		if (error instanceof FileTrouble) throw error;
		throw new FileTrouble(
			`No copy of ${file.path} can be kept, so it is left alone: ${(error as Error).message}.`,
			{ cause: error }
		);
	}
}

async function writeCopy(path: string, content: Uint8Array): Promise<void> {
	const copy = await readSettings(path);
	if (sameBytes(copy.bytes, content)) return;
	// Makes the folder where there is none.
	if (copy.bytes === null) await writeSettings(copy, content);
	else await replace(copy.target, content, 0o600);
}

/** Whether two texts mean the same but for the variables that connecting sets. */
function onlyOurs(a: Buffer | null, b: Buffer | null): boolean {
	return isDeepStrictEqual(withoutOurs(a), withoutOurs(b));
}

function withoutOurs(bytes: Buffer | null): unknown {
	const text = (bytes ?? Buffer.alloc(0)).toString('utf8').replace(/^\ufeff/, '');
	const settings: unknown = text.trim() === '' ? {} : parse(text, [], { allowTrailingComma: true });
	if (settings === null || typeof settings !== 'object' || Array.isArray(settings)) return settings;
	const { env, ...others } = settings as Record<string, unknown>;
	if (env === undefined) return others;
	if (env === null || typeof env !== 'object' || Array.isArray(env)) return { ...others, env };
	const rest = Object.entries(env).filter(([name]) => !telemetryNames.has(name));
	// An empty block says what none does.
	return rest.length === 0 ? others : { ...others, env: Object.fromEntries(rest) };
}

function notesOn(present: Record<string, string>, wanted: readonly [string, string][]): string[] {
	const notes: string[] = [];
	const endpoint = wanted.find(([name]) => name === 'OTEL_EXPORTER_OTLP_ENDPOINT')?.[1];
	const former = present.OTEL_EXPORTER_OTLP_ENDPOINT;
	if (former !== undefined && former !== endpoint) {
		notes.push(
			`Telemetry went to ${withoutUser(former)} until now. To have it there as well, set TIDEMARK_FORWARD_URL for Tidemark.`
		);
	}
	for (const name of Object.keys(present)) {
		if (/^OTEL_EXPORTER_OTLP_(LOGS|METRICS)_(ENDPOINT|PROTOCOL|HEADERS)$/.test(name))
			notes.push(`${name} stays and counts before these: take it out, or that signal does not come here.`);
	}
	if (/^(false|0)$/i.test(present.OTEL_METRICS_INCLUDE_SESSION_ID ?? ''))
		notes.push(
			'OTEL_METRICS_INCLUDE_SESSION_ID is off: without it nothing can be told apart by session. Take it out.'
		);
	if (/^(true|1)$/i.test(present.OTEL_SDK_DISABLED ?? ''))
		notes.push('OTEL_SDK_DISABLED is on: nothing is sent at all. Take it out.');
	return notes;
}

function withoutUser(address: string): string {
	return address.replace(/\/\/[^/@]*@/, '//');
}

function unusable(path: string, error: unknown): unknown {
	if (!(error instanceof NotEditable)) return error;
	return new FileTrouble(`${path} is left alone: ${error.message}.`, { cause: error });
}
