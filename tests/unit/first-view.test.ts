import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { en } from '#lib/i18n/en.ts';
import { firstEn } from '#lib/i18n/first-en.ts';

const root = join(import.meta.dirname, '../../src');

/** The files that are loaded with these, following static imports. */
function loadedWith(entries: readonly string[]): Map<string, string> {
	const sources = new Map<string, string>();
	const visit = (file: string) => {
		if (sources.has(file) || !existsSync(file) || !/\.(ts|svelte)$/.test(file)) return;
		const source = readFileSync(file, 'utf8');
		sources.set(file, source);
		for (const [, name] of source.matchAll(/^\s*import (?!type )(?:[^'"]*? from )?'([^']+)'/gm)) {
			if (name!.startsWith('#lib/')) visit(join(root, 'lib', name!.slice(5)));
			else if (name!.startsWith('.')) visit(resolve(dirname(file), name!));
		}
	};
	for (const entry of entries) visit(join(root, entry));
	return sources;
}

const firstView = loadedWith([
	'routes/+layout.ts',
	'routes/+layout.svelte',
	'routes/+page.svelte',
	'routes/+error.svelte'
]);

test('the first view says only what is loaded with it', () => {
	const later = Object.keys(en).filter((area) => !(area in firstEn));
	const said = [...firstView].flatMap(([file, source]) => {
		// Some are handed the dictionary under another name.
		const names = ['t\\(\\)', ...[...source.matchAll(/(\w+): Dictionary\b/g)].map((match) => match[1])];
		return [...source.matchAll(new RegExp(`(?<![\\w.])(?:${names.join('|')})\\.(\\w+)`, 'g'))].map(
			(match) => `${match[1]} in ${file.slice(root.length)}`
		);
	});
	expect(said.filter((use) => use.startsWith('overview in ')).length).toBeGreaterThan(5);
	expect(later.length).toBeGreaterThan(10);
	expect(said.filter((use) => later.includes(use.split(' ')[0]!))).toEqual([]);
});

test('the words of other pages are not loaded with the first view', () => {
	const words = [...firstView.keys()]
		.filter((file) => file.includes('/i18n/'))
		.map((file) => file.slice(root.length));
	expect(words).toContain('/lib/i18n/first-en.ts');
	expect(words).not.toContain('/lib/i18n/en.ts');
});
