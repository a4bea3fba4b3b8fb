// `npm run import` and the relay's own reading, as programs.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startRelay } from '../support/relay.ts';
import { runCli } from '../support/run-cli.ts';

const ROOT = join(import.meta.dirname, '../..');
const CAPTURED = join(ROOT, 'tests/fixtures/claude-code/captured/transcripts');
const home = mkdtempSync(join(tmpdir(), 'tidemark-import-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const run = (script: string, ...args: string[]) => runCli(script, args, { HOME: home });

async function totals(dataDir: string): Promise<Record<string, unknown>> {
	return JSON.parse((await run('report.ts', 'totals', '--json', '--data-dir', dataDir)).out);
}

describe('the import', () => {
	test('says what it read and what not, and counts nothing twice however often', async () => {
		const dataDir = join(home, 'one');
		const first = await run(
			'import.ts',
			'--data-dir',
			dataDir,
			CAPTURED,
			join(home, 'none'),
			join(ROOT, 'LICENSE')
		);
		expect(first).toMatchObject({ code: 0, err: '' });
		expect(first.out).toMatch(/^Read 15 files \(.* lines\)/);
		expect(first.out).toMatch(/[1-9]\d* records of no interest passed over/);
		expect(first.out).toContain('none was not read: it does not exist');
		expect(first.out).toContain('LICENSE was not read: it is no transcript');
		const before = await totals(dataDir);
		expect(before.apiRequests).toBeGreaterThan(20);

		// Again, as a backup under another name, and one file of it alone.
		const backup = join(home, 'backup', 'of', 'old-claude', 'projects');
		mkdirSync(backup, { recursive: true });
		cpSync(CAPTURED, backup, { recursive: true });
		const file = join(CAPTURED, '-home-dev-ws-demo-app/5f928e0c-ce64-479b-9e39-e1b71655de56.jsonl');
		const again = await run('import.ts', '--data-dir', dataDir, CAPTURED, file, file);
		expect(again.out).toContain('0 events new or changed');
		await run('import.ts', '--data-dir', dataDir, join(home, 'backup'));
		expect(await totals(dataDir)).toEqual(before);
	});

	test('says why lines were not understood, and follows no link out of the folder', async () => {
		const folder = join(home, 'odd', 'p');
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'a.jsonl'), 'nonsense\n[]\n');
		symlinkSync(join(home, 'one', 'tidemark.db'), join(folder, 'b.jsonl'));
		const { out, code } = await run('import.ts', '--data-dir', join(home, 'two'), join(home, 'odd'));
		expect(code).toBe(0);
		expect(out).toContain('1 line not understood: line is not JSON');
		expect(out).toContain('1 line not understood: line is not a record');
		expect(out).toContain('b.jsonl was not read: it is a link out of the folder');
	});

	test('asks for a path, and ends with 1 where nothing could be read', async () => {
		expect((await run('import.ts')).code).toBe(2);
		expect((await run('import.ts', '--what', 'x')).err).toContain('--what is not known');
		expect((await run('import.ts', '--data-dir', join(home, 'three'), join(home, 'none'))).code).toBe(1);
		expect((await run('import.ts', '--help')).out).toContain('npm run import');
	});
});

describe('the relay', () => {
	test('reads the transcripts of its user by itself, once, and says how that goes', async () => {
		const config = join(home, '.claude');
		cpSync(CAPTURED, join(config, 'projects'), { recursive: true });
		const relay = await startRelay({ env: { HOME: home, TIDEMARK_TRANSCRIPTS: '' } });
		try {
			const health = async () =>
				(await (await fetch(`${relay.url}/api/health`)).json()) as {
					status: string;
					sources: { name: string; phase?: string }[];
				};
			const source = async () => (await health()).sources.find(({ name }) => name === 'transcripts');
			await expect.poll(async () => (await source())?.phase, { timeout: 10_000 }).toBe('live');
			expect((await health()).status).toBe('ok');
			expect(await source()).toMatchObject({ error: null, counts: { files: 15, rejected: 0 } });
			const { events } = await relay.health();

			// The journal is the relay's: the import says what to do instead.
			const refused = await run('import.ts', '--data-dir', relay.dataDir, CAPTURED);
			expect(refused).toMatchObject({ code: 1, out: '' });
			expect(refused.err).toContain('TIDEMARK_TRANSCRIPTS');

			await relay.stop();
			await relay.restart();
			await expect.poll(async () => (await source())?.phase, { timeout: 10_000 }).toBe('live');
			expect(await source()).toMatchObject({ counts: { files: 15, bytes: 0, accepted: 0 } });
			expect((await relay.health()).events).toBe(events);

			await relay.stop();
			const imported = await run('import.ts', '--data-dir', relay.dataDir, config);
			expect(imported.out).toContain('0 events new or changed');
		} finally {
			await relay.remove();
		}
	});

	test('reads none when told so', async () => {
		const relay = await startRelay({ env: { HOME: home, TIDEMARK_TRANSCRIPTS: 'off' } });
		try {
			const health = (await (await fetch(`${relay.url}/api/health`)).json()) as {
				sources: { name: string }[];
			};
			expect(health.sources.map(({ name }) => name)).not.toContain('transcripts');
		} finally {
			await relay.remove();
		}
	});
});
