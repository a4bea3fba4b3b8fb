import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

const files = ['src', 'server'].flatMap((top) =>
	readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.(ts|svelte|js)$/.test(name) && !/\.d\.ts$/.test(name))
		.map((name) => `${top}/${name.replaceAll('\\', '/')}`)
);

/** Part of the tree a file belongs to. */
function partOf(file: string): string {
	if (file.startsWith('src/lib/'))
		return file.split('/').length > 3
			? file.split('/')[2]!
			: file.slice('src/lib/'.length).replace(/\..*$/, '');
	if (file.startsWith('src/service-worker/')) return 'service-worker';
	if (file.startsWith('src/worker/')) return 'worker';
	if (file.startsWith('src/routes/')) return 'routes';
	if (file.startsWith('server/')) return 'server';
	return file;
}

/** Part → parts it may import beside itself. Types may be taken from where `typesFrom` says. */
const MAY: Record<string, readonly string[]> = {
	domain: [],
	wire: ['domain'],
	format: ['domain', 'i18n'],
	i18n: ['domain'],
	stream: ['wire', 'domain'],
	db: ['domain', 'stream', 'wire'],
	state: ['db', 'stream', 'domain', 'worker', 'i18n', 'format'],
	charts: ['domain', 'format', 'i18n'],
	components: ['charts', 'format', 'domain', 'i18n', 'state'],
	routes: ['state', 'components', 'charts', 'domain', 'format', 'i18n', 'styles', 'src/app.css'],
	'src/hooks.client.ts': ['state'],
	worker: ['stream', 'db', 'domain', 'wire'],
	'service-worker': ['domain', 'format', 'i18n', 'stream'],
	// Of i18n the notices: what a channel is told has the notification's words.
	server: ['domain', 'wire', 'format', 'i18n']
};

interface Import {
	file: string;
	from: string;
	target: string | null;
	typeOnly: boolean;
}

const imports: Import[] = files.flatMap((file) => {
	const text = readFileSync(join(root, file), 'utf8');
	return [
		...text.matchAll(
			/(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^'";]*?from\s+'([^']+)'|(?:import\(|new URL\()\s*'([^']+)'/g
		)
	].map((match) => {
		const from = (match[2] ?? match[3])!;
		let target: string | null = null;
		if (from.startsWith('#lib/')) target = `src/lib/${from.slice(5)}`;
		else if (from.startsWith('#server/')) target = `server/${from.slice(8)}`;
		else if (from.startsWith('.'))
			target = relative(root, join(root, dirname(file), from)).replaceAll('\\', '/');
		return { file, from, target, typeOnly: match[1] !== undefined };
	});
});

describe('who imports whom', () => {
	test('the tree has files to look at', () => {
		expect(files.length).toBeGreaterThan(40);
		expect(imports.length).toBeGreaterThan(100);
	});

	test('parts import only what they may', () => {
		const wrong = imports.filter(({ file, target }) => {
			if (target === null) return false;
			const from = partOf(file);
			const to = partOf(target);
			if (from === to || !target.match(/^(src|server)\//)) return false;
			return !(MAY[from] ?? []).includes(to);
		});
		expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
	});

	test('the relay never loads Svelte, Dexie or Plot, and views never load Dexie', () => {
		const wrong = imports.filter(
			({ file, from, typeOnly }) =>
				(/^(svelte|dexie|@observablehq)/.test(from) && file.startsWith('server/')) ||
				(/^dexie/.test(from) && !typeOnly && !['db', 'worker'].includes(partOf(file)))
		);
		expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
	});

	test('domain and wire read no clock, no randomness, no runes, no platform', () => {
		const pure = files.filter((file) => /^src\/lib\/(domain|wire)\//.test(file) && !file.includes('/gen/'));
		expect(pure.length).toBeGreaterThan(15);
		const forbidden =
			/Date\.now\(|new Date\(\)|Math\.random\(|\$state|\$derived|\$effect|\bwindow\.|\bdocument\.|from 'node:|process\.env/;
		expect(pure.filter((file) => forbidden.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
	});

	test('nothing renders raw HTML', () => {
		const svelte = files.filter((file) => file.endsWith('.svelte'));
		expect(svelte.filter((file) => /\{@html|innerHTML/.test(readFileSync(join(root, file), 'utf8')))).toEqual(
			[]
		);
	});
});
