// What the README pages say of files, commands, variables and packages, held against what there is.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { STORED } from '../screenshots/stored.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const FIRST_PAGES = ['README.md', 'README.ko.md', 'README.fr.md', 'README.ja.md'];
const ALL_PAGES = [
	...FIRST_PAGES,
	...['server', 'src', 'tests', 'config'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('README.md'))
			.map((name) => join(folder, name))
	)
];

/** The table rows under a heading, each its first cell. */
function firstCells(page: string, heading: string): string[] {
	const section = page.split(new RegExp(`^## ${heading}$`, 'm'))[1]!.split(/^## /m)[0]!;
	return [...section.matchAll(/^\| (.+?) \|/gm)].map((row) => row[1]!);
}

const shellBlocks = (page: string) =>
	[...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1]!);

/** As GitHub makes them. */
const anchor = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.replaceAll(' ', '-');

describe.each(ALL_PAGES)('%s', (file) => {
	const page = read(file);
	const prose = page.replace(/^```[\s\S]*?^```/gm, '');

	test('every link leads somewhere', () => {
		const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map((match) => anchor(match[1]!));
		const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
		const lost = links
			.filter((link) => !/^[a-z]+:/.test(link))
			.filter((link) =>
				link.startsWith('#')
					? !headings.includes(link.slice(1))
					: !existsSync(join(root, dirname(file), link.replace(/#.*/, '')))
			);
		expect(lost).toEqual([]);
	});

	test('every path of the project it names is there', () => {
		const named = [...prose.matchAll(/`((?:server|src|tests|config|static)\/[\w./[\]-]+)`/g)].map(
			(match) => match[1]!
		);
		expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
	});

	test('every script it names is in package.json', () => {
		const named = [...page.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map((match) => match[1]!);
		expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
	});
});

test('the settings table names exactly the variables that are read', () => {
	const files = ['server', 'tests/setup'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => /\.(ts|mjs)$/.test(name))
			.map((name) => join(folder, name))
	);
	const sources = [...files, 'vite.config.ts', 'playwright.config.ts'].map(read).join('\n');
	const readers = [...sources.matchAll(/(?:\benv\.|\btext\(')([A-Z][A-Z_]+)/g)].map((match) => match[1]!);
	const ours = readers.filter((name) => /^(TIDEMARK|LOKI|PROMETHEUS|COLLECTOR|CLAUDE)_/.test(name));
	const named = firstCells(read('README.md'), 'Settings').flatMap((cell) =>
		[...cell.matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]!)
	);
	// Node's own: no line of ours reads it.
	expect(named.sort()).toEqual([...new Set([...ours, 'NODE_EXTRA_CA_CERTS'])].sort());
});

test('the dependency tables name exactly the packages there are', () => {
	const named = firstCells(read('README.md'), 'Dependencies')
		.filter((cell) => cell !== 'package')
		.flatMap((cell) => cell.replace(' (optional)', '').split(', '));
	const { dependencies, devDependencies, optionalDependencies } = manifest;
	expect(named.sort()).toEqual(
		Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).sort()
	);
});

test('the two commands are what the gate runs', () => {
	const [first] = shellBlocks(read('README.md'));
	const commands = first!.split('\n').map((line) => line.replace(/\s*#.*/, ''));
	expect(commands).toEqual(['npm ci && npm start', 'npm ci && npm test', '']);
	const gate = read('.ci/run')
		.split('\n')
		.filter((line) => line.startsWith('npm '))
		.map((line) => line.replace(/ --.*/, ''));
	expect(gate.join(' && ')).toBe(commands[1]);
	for (const file of FIRST_PAGES) expect(shellBlocks(read(file))[0]).toContain(commands[0]);
});

test('every kept picture is shown somewhere, and together they are small', () => {
	const folder = join(root, 'static/screenshots');
	const kept = readdirSync(folder);
	expect(kept.sort()).toEqual(STORED.map(({ file }) => file).sort());
	const shown = read('static/manifest.webmanifest');
	expect(kept.filter((file) => !shown.includes(`/screenshots/${file}`))).toEqual([]);
	expect(kept.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)).toBeLessThan(1_500_000);
});

/** Commands that tell what they do; the others take no options of ours. */
const TELLING = [
	'connect',
	'doctor',
	'open',
	'report',
	'import',
	'backup',
	'restore',
	'stack',
	'screenshots'
];

describe('a command of the README', () => {
	test.concurrent.each(TELLING)('%s says how it is used', async (script) => {
		const home = mkdtempSync(join(tmpdir(), 'tidemark-readme-'));
		try {
			const [, ...words] = (manifest.scripts[script] as string).split(' ');
			const text = execFileSync(process.execPath, [...words, '--help'], {
				cwd: root,
				encoding: 'utf8',
				env: { PATH: process.env.PATH, HOME: home, TIDEMARK_DATA_DIR: join(home, 'data') }
			});
			expect(text.replace('--silent ', '')).toContain(`npm run ${script}`);
			expect(existsSync(join(home, 'data'))).toBe(false);
		} finally {
			rmSync(home, { recursive: true, force: true });
		}
	});

	test('every one with options shown is among them', () => {
		const shown = shellBlocks(read('README.md')).flatMap((block) =>
			[...block.matchAll(/npm run (?:--silent )?([a-z][\w:-]*) -- /g)].map((match) => match[1]!)
		);
		expect([...new Set(shown)].filter((script) => !TELLING.includes(script))).toEqual([]);
	});
});
