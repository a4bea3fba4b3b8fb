// A build in small: the builder is a script that empties its folder and writes the pieces of one version.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { BUILD_ENV, buildApp } from '#server/cli/build-app.ts';
import { PIECES, whyBuild } from '#server/cli/build-stamp.ts';

const root = mkdtempSync(join(tmpdir(), 'tidemark-project-'));
afterAll(() => rmSync(root, { recursive: true }));

const put = (name: string, text: string) => {
	mkdirSync(dirname(join(root, name)), { recursive: true });
	writeFileSync(join(root, name), text);
};

/** The next build has these pieces. */
const version = (names: string[]) =>
	put(
		'node_modules/vite/bin/vite.js',
		`const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
		rmSync('build', { recursive: true, force: true });
		mkdirSync('${PIECES}/chunks', { recursive: true });
		writeFileSync('build/handler.js', '');
		for (const name of ${JSON.stringify(names)}) writeFileSync('${PIECES}/chunks/' + name, name);`
	);
const pieces = () => readdirSync(join(root, PIECES, 'chunks')).sort();

test('the pieces of the build before stay for one build, those before them go', () => {
	put('src/app.ts', '');
	put('package.json', '{"type":"commonjs"}');
	put('svelte.config.js', '');
	expect(whyBuild(root)).toBe('there is no build yet');
	version(['a.js', 'same.js']);
	expect(buildApp('pipe', root)).toBe(true);
	expect(pieces()).toEqual(['a.js', 'same.js']);
	expect(whyBuild(root)).toBeNull();

	version(['b.js', 'same.js']);
	expect(buildApp('pipe', root)).toBe(true);
	expect(pieces()).toEqual(['a.js', 'b.js', 'same.js']);

	version(['c.js']);
	expect(buildApp('pipe', root)).toBe(true);
	expect(pieces()).toEqual(['b.js', 'c.js', 'same.js']);
	expect(readFileSync(join(root, PIECES, 'chunks/b.js'), 'utf8')).toBe('b.js');
});

test('a build that fails leaves what was there', () => {
	const before = pieces();
	put('node_modules/vite/bin/vite.js', 'process.exit(3);');
	expect(buildApp('pipe', root)).toBe(false);
	expect(pieces()).toEqual(before);
});

test('what a shell says of NODE_ENV makes no other app', () => {
	expect(process.env.NODE_ENV).toBe('test');
	expect(BUILD_ENV.NODE_ENV).toBe('production');
});
