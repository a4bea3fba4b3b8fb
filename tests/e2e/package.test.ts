// The package as it would be installed, laid out by the step that runs before `npm pack`.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'dist/server/cli/tidemark.js');
const COMMANDS = ['open', 'connect', 'doctor', 'report', 'import', 'backup', 'restore'];

test('the installed program starts the app and knows every command', async ({ page }) => {
	test.setTimeout(180_000);
	const laid = spawnSync(process.execPath, [join(ROOT, 'server/cli/package.ts')], { encoding: 'utf8' });
	expect(laid.stderr).not.toContain('could not be built');
	expect(laid.status).toBe(0);
	const typescript = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' }).filter((name) =>
		name.endsWith('.ts')
	);
	expect(typescript).toEqual([]);

	const run = (...words: string[]) => spawnSync(process.execPath, [PROGRAM, ...words], { encoding: 'utf8' });
	const help = run('--help');
	expect(help.status).toBe(0);
	for (const command of COMMANDS) {
		expect(help.stdout).toContain(command);
		const said = run(command, '--help');
		expect([command, said.status, said.stderr]).toEqual([command, 0, '']);
		expect(said.stdout).toContain(`npx --no tidemark ${command}`);
		expect(said.stdout).not.toContain('npm run');
	}
	expect(run('stop').status).toBe(2);

	const dataDir = mkdtempSync(join(tmpdir(), 'tidemark-package-'));
	const relay = spawn(process.execPath, [PROGRAM], {
		env: {
			PATH: process.env.PATH,
			TIDEMARK_DATA_DIR: dataDir,
			TIDEMARK_PORT: '0',
			TIDEMARK_OTLP_HTTP_PORT: '0',
			TIDEMARK_OTLP_GRPC_PORT: '0',
			TIDEMARK_TRANSCRIPTS: 'off',
			TIDEMARK_SIGN_IN: 'off'
		}
	});
	try {
		let output = '';
		relay.stdout.on('data', (chunk: Buffer) => {
			output += chunk.toString();
		});
		relay.stderr.on('data', (chunk: Buffer) => {
			output += chunk.toString();
		});
		await expect.poll(() => output, { timeout: 60_000 }).toMatch(/app\s+http:\/\/localhost:\d+/);
		await page.goto(/http:\/\/localhost:\d+/.exec(output)![0]);
		await expect(page.locator('h1')).toBeVisible();
		await page.goto(new URL('/doctor', page.url()).href);
		await expect(page.getByText('npx --no tidemark doctor').first()).toBeVisible();
		await expect(page.getByText('npm run')).toHaveCount(0);
	} finally {
		relay.kill('SIGTERM');
		await new Promise((resolve) => relay.once('exit', resolve));
		rmSync(dataDir, { recursive: true });
	}
	const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
	expect(JSON.parse(readFileSync(join(ROOT, 'dist/package.json'), 'utf8'))).toMatchObject({ version });
});
