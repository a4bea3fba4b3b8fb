// Before `npm pack`: lays out under dist/ what an installed Tidemark needs. Node does not strip types under node_modules, so
// the relay's files go there as JavaScript, one for one; the app as it was built.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { buildIfStale } from './build-app.ts';
import { ROOT } from './build-stamp.ts';

const DIST = join(ROOT, 'dist');
/** All that the relay runs, and the pure parts it shares with the page. */
const PARTS = [
	'server',
	'src/lib/domain',
	'src/lib/wire',
	'src/lib/i18n',
	'src/lib/format',
	'src/lib/format.ts'
];
/** Of a path in a string: imports, and the files that threads and processes start from. */
const TS_PATH = /((?:\.{1,2}|#lib|#server)\/[^'"`\s]*)\.ts(?=['"`])/g;

if (!buildIfStale()) process.exit(1);
rmSync(DIST, { recursive: true, force: true });
for (const part of PARTS) {
	const files = part.endsWith('.ts') ? [part] : list(part);
	for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.svelte.ts'))) {
		const code = stripTypeScriptTypes(readFileSync(join(ROOT, file), 'utf8')).replaceAll(TS_PATH, '$1.js');
		const target = join(DIST, file.replace(/\.ts$/, '.js'));
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, code);
	}
}
cpSync(join(ROOT, 'build'), join(DIST, 'build'), { recursive: true });
const { name, version, type, imports } = JSON.parse(
	readFileSync(join(ROOT, 'package.json'), 'utf8')
) as Record<string, unknown>;
writeFileSync(
	join(DIST, 'package.json'),
	JSON.stringify({ name, version, type, imports, packaged: true }, null, '\t')
);

function list(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
		join(folder, name)
	);
}
