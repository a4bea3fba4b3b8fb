import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { commandsOf } from '#lib/domain/commands.ts';
import { PROGRAM, programName, typed } from '#server/program.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-program-')));
afterAll(() => rmSync(root, { recursive: true }));

/** An installed Tidemark under `folder`; returns where its program lies. */
function installed(folder: string): string {
	const entry = join(root, folder, 'node_modules/tidemark/dist/server/cli');
	mkdirSync(entry, { recursive: true });
	writeFileSync(join(entry, 'tidemark.js'), '');
	return entry;
}

/** A folder of programs with a link to this one. */
function linked(folder: string, entry: string): string {
	const programs = join(root, folder);
	mkdirSync(programs, { recursive: true });
	symlinkSync(join(entry, 'tidemark.js'), join(programs, 'tidemark'));
	return programs;
}

describe('a program is called', () => {
	test('by the file that npx was given', () => {
		const entry = installed('cache/_npx/0a1b2c');
		writeFileSync(
			join(root, 'cache/_npx/0a1b2c/package.json'),
			JSON.stringify({ dependencies: { tidemark: 'file:../../../downloads/tidemark-0.1.0.tgz' } })
		);
		const path = linked('cache/_npx/0a1b2c/node_modules/.bin', entry);
		expect(programName(entry, path)).toBe('npx ./tidemark-0.1.0.tgz');
	});

	test('by its name where it is on the path', () => {
		const entry = installed('global/lib');
		const programs = linked('global/bin', entry);
		expect(programName(entry, ['/nowhere', programs].join(delimiter))).toBe('tidemark');
	});

	test('so that npx fetches nothing where only a project has it, or another one is on the path', () => {
		const entry = installed('project');
		const own = linked('project/node_modules/.bin', entry);
		const other = linked('other/bin', installed('other/lib'));
		expect(programName(entry, '')).toBe('npx --no tidemark');
		expect(programName(entry, [own, other].join(delimiter))).toBe('npx --no tidemark');
	});

	test('with no name of its own in a checkout', () => {
		expect(PROGRAM).toBeNull();
		expect(typed('npm run open, npm start')).toBe('npm run open, npm start');
	});
});

test('commands of a checkout become those of the program, and nothing else does', () => {
	const text =
		'npm start, npm run connect -- --undo, npm run --silent report -- daily, npm run build, npm starts';
	expect(commandsOf('tidemark', text)).toBe(
		'tidemark, tidemark connect --undo, tidemark report daily, npm run build, npm starts'
	);
	expect(commandsOf(null, text)).toBe(text);
});
