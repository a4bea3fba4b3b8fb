// Settings files connected and put back: nothing but our variables changes, and undoing gives the same bytes.
import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stripComments, visit } from 'jsonc-parser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settingsBlock, shellLines, telemetryVariables } from '#lib/domain/telemetry-settings.ts';
import { parseConnectArguments, UsageError } from '#server/cli/connect-arguments.ts';
import { carryOut, planConnect, planUndo, undo } from '#server/connect/connect.ts';
import { diffLines } from '#server/connect/diff.ts';
import { NotEditable, withVariables } from '#server/connect/edit.ts';
import { findProfiles, isCalled } from '#server/connect/profiles.ts';
import { SETTINGS } from '../support/settings-corpus.ts';

const ROOT = join(import.meta.dirname, '../..');
const variables = telemetryVariables({
	protocol: 'grpc',
	endpoint: 'http://localhost:4317',
	token: null,
	prompts: false
});
const NAMES = variables.map(([name]) => name);
const usable = SETTINGS.filter(({ refused }) => refused === undefined);

let home: string;
beforeEach(() => {
	home = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-connect-')));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const read = (text: string): Record<string, unknown> => {
	const bare = text.replace(/^\ufeff/, '');
	return bare.trim() === '' ? {} : parse(bare, [], { allowTrailingComma: true });
};
const others = (text: string): unknown => {
	const { env, ...rest } = read(text) as { env?: Record<string, unknown> };
	const kept = Object.entries(env ?? {}).filter(([name]) => !NAMES.includes(name));
	return { ...rest, env: Object.fromEntries(kept) };
};
/** What is no white space, comma or value of ours, in order: nothing of it may be missing afterwards. */
const isWithin = (part: string, whole: string): boolean => {
	let at = 0;
	for (const sign of whole) if (sign === part[at]) at++;
	return at >= part.length;
};
const comments = (text: string): string[] => {
	const found: string[] = [];
	visit(text, { onComment: (offset, length) => void found.push(text.slice(offset, offset + length)) });
	return found;
};
/** Ends of lines, each kind once. */
const lineEnds = (text: string) => new Set(text.match(/\r?\n/g) ?? []);

test('the corpus is large enough to mean something', () => {
	expect(SETTINGS.length).toBeGreaterThanOrEqual(45);
	expect(usable.length).toBeGreaterThanOrEqual(30);
});

describe.each(usable)('$name', ({ text }) => {
	const after = withVariables(text, variables);

	test('is valid afterwards, with our variables and every other key as it was', () => {
		const errors: Parameters<typeof parse>[1] = [];
		parse(after.replace(/^\ufeff/, ''), errors, { allowTrailingComma: true });
		expect(errors).toEqual([]);
		expect(read(after).env).toMatchObject(Object.fromEntries(variables));
		expect(others(after)).toEqual(others(text));
		const strict = stripComments(text).trim() === text.trim() && !/,\s*[}\]]/.test(text);
		if (strict && text.trim() !== '') expect(() => JSON.parse(after.replace(/^\ufeff/, ''))).not.toThrow();
	});

	test('keeps its comments, line ends and byte order mark', () => {
		expect(comments(after)).toEqual(comments(text));
		expect(after.startsWith('\ufeff')).toBe(text.startsWith('\ufeff'));
		if (lineEnds(text).size > 0) expect(lineEnds(after)).toEqual(lineEnds(text));
	});

	test('loses no byte but replaced values', () => {
		const replaced =
			/"(CLAUDE_CODE_ENABLE_TELEMETRY|OTEL_\w+|OTEL_\\u004cOGS_EXPORTER)": (?:\[[^\]]*\]|[^,\n}]*)/g;
		const kept = text.trim() === '' ? '' : text.replace(replaced, '"$1": ');
		expect(isWithin(kept, after)).toBe(true);
	});

	test('does not change a second time', () => {
		expect(withVariables(after, variables)).toBe(after);
	});

	test('is put back to the byte', async () => {
		const path = join(home, 'settings.json');
		writeFileSync(path, text, { mode: 0o640 });
		await carryOut(await planConnect(path, variables));
		expect(readFileSync(path, 'utf8')).toBe(after);
		const again = await planConnect(path, variables);
		expect(again.after).toBe(again.before);
		const back = (await planUndo(path))!;
		expect(back.losing).toBe(false);
		await undo(back);
		expect(readFileSync(path).equals(Buffer.from(text, 'utf8'))).toBe(true);
		expect(statSync(path).mode & 0o777).toBe(0o640);
		expect(readdirSync(home)).toEqual(['settings.json']);
	});
});

test.each(SETTINGS.filter(({ refused }) => refused !== undefined))(
	'$name is left alone and said so',
	async ({ text, refused }) => {
		expect(() => withVariables(text, variables)).toThrow(NotEditable);
		const path = join(home, 'settings.json');
		writeFileSync(path, text);
		await expect(planConnect(path, variables)).rejects.toThrow(refused);
		expect(readFileSync(path, 'utf8')).toBe(text);
	}
);

test('new members stand where a person would put them', () => {
	const one: [string, string][] = [['OTEL_LOGS_EXPORTER', 'otlp']];
	expect(withVariables('{\n\t"model": "opus" // big\n}\n', one)).toBe(
		'{\n\t"model": "opus", // big\n\t"env": {\n\t\t"OTEL_LOGS_EXPORTER": "otlp"\n\t}\n}\n'
	);
	expect(withVariables('{\r\n    "env": {\r\n        "A": "1", // a\r\n    },\r\n}\r\n', one)).toBe(
		'{\r\n    "env": {\r\n        "A": "1", // a\r\n        "OTEL_LOGS_EXPORTER": "otlp",\r\n    },\r\n}\r\n'
	);
	expect(withVariables('{"model":"opus"}', one)).toBe(
		'{"model":"opus", "env": {"OTEL_LOGS_EXPORTER":"otlp"}}'
	);
	expect(withVariables('{ "env": { "OTEL_LOGS_EXPORTER": "none" } }', one)).toBe(
		'{ "env": { "OTEL_LOGS_EXPORTER": "otlp" } }'
	);
});

describe('the file', () => {
	test('that is missing is made, closed to others, and removed again', async () => {
		const path = join(home, 'new/.claude/settings.json');
		const plan = await planConnect(path, variables);
		expect(await carryOut(plan)).toBeNull();
		expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ env: Object.fromEntries(variables) });
		expect(statSync(path).mode & 0o777).toBe(0o600);
		await undo((await planUndo(path))!);
		expect(readdirSync(join(home, 'new/.claude'))).toEqual([]);
	});

	test('behind a symbolic link is written, and the link stays', async () => {
		mkdirSync(join(home, 'dotfiles'));
		writeFileSync(join(home, 'dotfiles/claude.json'), '{ "model": "opus" }\n', { mode: 0o644 });
		symlinkSync('dotfiles/claude.json', join(home, 'settings.json'));
		const path = join(home, 'settings.json');
		await carryOut(await planConnect(path, variables));
		expect(lstatSync(path).isSymbolicLink()).toBe(true);
		expect(read(readFileSync(join(home, 'dotfiles/claude.json'), 'utf8')).env).toBeDefined();
		await undo((await planUndo(path))!);
		expect(readFileSync(path, 'utf8')).toBe('{ "model": "opus" }\n');
		expect(lstatSync(path).isSymbolicLink()).toBe(true);
	});

	test('behind a link to nothing is made where the link leads', async () => {
		symlinkSync(join(home, 'elsewhere.json'), join(home, 'settings.json'));
		await carryOut(await planConnect(join(home, 'settings.json'), variables));
		expect(read(readFileSync(join(home, 'elsewhere.json'), 'utf8')).env).toBeDefined();
		expect(lstatSync(join(home, 'settings.json')).isSymbolicLink()).toBe(true);
	});

	test('that leads to itself, is a folder or is no text is left alone', async () => {
		symlinkSync('settings.json', join(home, 'settings.json'));
		await expect(planConnect(join(home, 'settings.json'), variables)).rejects.toThrow(/leads to itself/);
		mkdirSync(join(home, 'folder.json'));
		await expect(planConnect(join(home, 'folder.json'), variables)).rejects.toThrow(/is no file/);
		writeFileSync(join(home, 'wide.json'), Buffer.from('{}', 'utf16le'));
		await expect(planConnect(join(home, 'wide.json'), variables)).rejects.toThrow(/left alone|no valid/);
		writeFileSync(join(home, 'latin.json'), Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d]));
		await expect(planConnect(join(home, 'latin.json'), variables)).rejects.toThrow(/no text in UTF-8/);
	});

	test('that is read-only is left alone, and nothing is left beside it', async () => {
		const path = join(home, 'settings.json');
		writeFileSync(path, '{}');
		chmodSync(path, 0o444);
		await expect(carryOut(await planConnect(path, variables))).rejects.toThrow(/read-only/);
		expect(readFileSync(path, 'utf8')).toBe('{}');
	});

	test('that another program changes meanwhile is not overwritten', async () => {
		const path = join(home, 'settings.json');
		writeFileSync(path, '{}');
		const plan = await planConnect(path, variables);
		writeFileSync(path, '{ "model": "opus" }');
		await expect(carryOut(plan)).rejects.toThrow(/changed by another program/);
		expect(readFileSync(path, 'utf8')).toBe('{ "model": "opus" }');
	});

	test('changed by hand since is put back only when that is meant', async () => {
		const path = join(home, 'settings.json');
		writeFileSync(path, '{}');
		await carryOut(await planConnect(path, variables));
		const text = readFileSync(path, 'utf8');
		writeFileSync(path, withVariables(text, [['MINE', '1']]));
		expect((await planUndo(path))!.losing).toBe(true);
	});

	test('connected twice in different ways goes back to what was there first', async () => {
		const path = join(home, 'settings.json');
		writeFileSync(path, '{ "model": "opus" }\n');
		await carryOut(await planConnect(path, variables));
		await carryOut(await planConnect(path, [['OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json']]));
		await undo((await planUndo(path))!);
		expect(readFileSync(path, 'utf8')).toBe('{ "model": "opus" }\n');
	});
});

test('what would keep telemetry away is named', async () => {
	const path = join(home, 'settings.json');
	const env = {
		OTEL_EXPORTER_OTLP_ENDPOINT: 'http://me:secret@collector.example.com:4317',
		OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://logs.example.com',
		OTEL_METRICS_INCLUDE_SESSION_ID: 'false',
		OTEL_SDK_DISABLED: 'true'
	};
	writeFileSync(path, JSON.stringify({ env }));
	const { notes } = await planConnect(path, variables);
	expect(notes.join('\n')).toMatch(/collector\.example\.com/);
	expect(notes.join('\n')).not.toMatch(/secret/);
	expect(notes.map((note) => /OTEL_\w+/.exec(note)?.[0])).toEqual([
		undefined,
		'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT',
		'OTEL_METRICS_INCLUDE_SESSION_ID',
		'OTEL_SDK_DISABLED'
	]);
});

test('the difference shows what comes and goes, and no secrets', () => {
	const before = '{\n  "env": {\n    "ANTHROPIC_API_KEY": "sk-ant-1"\n  },\n  "model": "opus"\n}\n';
	const shown = diffLines(before, withVariables(before, [['OTEL_LOGS_EXPORTER', 'otlp']]));
	expect(shown).toEqual([
		'  {',
		'    "env": {',
		'-     "ANTHROPIC_API_KEY": "…"',
		'+     "ANTHROPIC_API_KEY": "…",',
		'+     "OTEL_LOGS_EXPORTER": "otlp"',
		'    },',
		'    "model": "opus"',
		'  …'
	]);
	expect(diffLines('', '{}\n')).toEqual(['+ {}']);
	expect(diffLines('a\nb\nc\n', 'a\nc\nd\n')).toEqual(['  a', '- b', '  c', '+ d']);
});

describe('profiles', () => {
	test('are the usual folders, CLAUDE_CONFIG_DIR and folders beside ~/.claude, each once', async () => {
		for (const folder of ['.claude', '.claude-work', '.config/claude', 'given'])
			mkdirSync(join(home, folder), { recursive: true });
		symlinkSync('.claude', join(home, '.claude-alias'));
		writeFileSync(join(home, '.claude-notes.json'), '{}');
		const usual = [join(home, 'given'), join(home, '.claude'), join(home, '.config/claude')];
		const found = await findProfiles({ usual, given: join(home, 'given'), home });
		expect(found.map(({ name, current }) => [name, current])).toEqual([
			['given', true],
			['.claude', false],
			['claude', false],
			['.claude-work', false]
		]);
		expect(found.filter((profile) => isCalled(profile, 'work')).map(({ name }) => name)).toEqual([
			'.claude-work'
		]);
	});

	test('where there is none, the one Claude Code would make', async () => {
		const usual = [join(home, '.claude'), join(home, '.config/claude')];
		expect(await findProfiles({ usual, given: undefined, home })).toMatchObject([
			{ settings: join(home, '.claude/settings.json') }
		]);
	});
});

test('shells are told in their own words', () => {
	const odd: [string, string][] = [['A', "it's $5"]];
	expect(shellLines(odd, 'bash')).toBe("export A='it'\\''s $5'");
	expect(shellLines(odd, 'fish')).toBe("set -gx A 'it\\'s $5'");
	expect(shellLines(odd, 'powershell')).toBe("$env:A = 'it''s $5'");
	expect(shellLines([['A', 'http://localhost:4317']], 'bash')).toBe('export A=http://localhost:4317');
	expect(JSON.parse(settingsBlock(odd))).toEqual({ env: { A: "it's $5" } });
});

test.each([
	[['--protocol', 'udp'], /--protocol udp: give grpc/],
	[['--profile'], /--profile needs a value/],
	[['--all', '--profile', 'a'], /not both/],
	[['--undo', '--print'], /not both/],
	[['--endpoint', 'localhost:4317'], /no address/],
	[['--endpoint', 'http://localhost:4318/v1/logs'], /no path/],
	[['--colour'], /--colour is not known/]
])('%j is not understood', (argv, said) => {
	expect(() => parseConnectArguments(argv)).toThrow(UsageError);
	expect(() => parseConnectArguments(argv)).toThrow(said);
});

describe('the command', () => {
	const run = (argv: string[], env: Record<string, string> = {}) => {
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			[join(ROOT, 'server/cli/connect.ts'), ...argv],
			{ encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home, ...env }, input: '' }
		);
		return { status, stdout, stderr };
	};

	test('writes with --yes, does nothing the second time, undoes', () => {
		mkdirSync(join(home, '.claude'));
		const path = join(home, '.claude/settings.json');
		writeFileSync(path, '{\n  "model": "opus"\n}\n');
		const first = run(['--yes'], { TIDEMARK_INGEST_TOKEN: 'token-of-12345' });
		expect(first).toMatchObject({ status: 0, stderr: '' });
		expect(first.stdout).toMatch(/\+ {5}"OTEL_EXPORTER_OTLP_ENDPOINT": "http:\/\/localhost:4317"/);
		expect(first.stdout).not.toContain('token-of-12345');
		expect(JSON.parse(readFileSync(path, 'utf8')).env.OTEL_EXPORTER_OTLP_HEADERS).toBe(
			'Authorization=Bearer%20token-of-12345'
		);
		expect(run(['--yes'], { TIDEMARK_INGEST_TOKEN: 'token-of-12345' }).stdout).toMatch(/nothing to do/);
		expect(run(['--undo', '--yes']).status).toBe(0);
		expect(readFileSync(path, 'utf8')).toBe('{\n  "model": "opus"\n}\n');
		expect(run(['--undo', '--yes'])).toMatchObject({
			status: 1,
			stderr: expect.stringMatching(/nothing to undo/)
		});
	});

	test('changes nothing where nobody can be asked', () => {
		mkdirSync(join(home, '.claude'));
		expect(run([])).toMatchObject({ status: 1, stderr: expect.stringMatching(/give --yes/) });
		expect(existsSync(join(home, '.claude/settings.json'))).toBe(false);
	});

	test('with several profiles asks which, or takes the one CLAUDE_CONFIG_DIR names', () => {
		for (const folder of ['.claude', '.claude-work']) mkdirSync(join(home, folder));
		expect(run(['--yes'])).toMatchObject({ status: 2, stderr: expect.stringMatching(/--profile/) });
		expect(run(['--yes', '--profile', 'work', '--protocol', 'http/json', '--prompts']).status).toBe(0);
		expect(JSON.parse(readFileSync(join(home, '.claude-work/settings.json'), 'utf8')).env).toMatchObject({
			OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
			OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
			OTEL_LOG_USER_PROMPTS: '1'
		});
		expect(run(['--yes'], { CLAUDE_CONFIG_DIR: join(home, 'other') }).status).toBe(0);
		expect(existsSync(join(home, 'other/settings.json'))).toBe(true);
		expect(run(['--yes', '--all']).status).toBe(0);
		expect(existsSync(join(home, '.claude/settings.json'))).toBe(true);
	});

	test('prints for a shell and writes nothing', () => {
		const { status, stdout } = run(['--print', 'zsh'], { TIDEMARK_OTLP_GRPC_PORT: '0' });
		expect(status).toBe(0);
		expect(stdout).toMatch(/^export CLAUDE_CODE_ENABLE_TELEMETRY=1\n/);
		expect(stdout).toMatch(/OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf\n.*localhost:4318/);
		expect(readdirSync(home)).toEqual([]);
	});

	test('says which receiver is off, and that a file is not usable', () => {
		expect(run(['--print', '--protocol', 'grpc'], { TIDEMARK_OTLP_GRPC_PORT: '0' })).toMatchObject({
			status: 2,
			stderr: expect.stringMatching(/TIDEMARK_OTLP_GRPC_PORT is off/)
		});
		mkdirSync(join(home, '.claude'));
		writeFileSync(join(home, '.claude/settings.json'), '{');
		expect(run(['--yes'])).toMatchObject({ status: 1, stderr: expect.stringMatching(/no valid JSON/) });
	});
});
