// The stack's files against Compose itself: its plugin where Docker has it, else the Compose specification's JSON schema in
// Debian's docker-compose.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const SCHEMA = '/usr/lib/python3/dist-packages/compose/config/compose_spec.json';
const hasPlugin = spawnSync('docker', ['compose', 'version']).status === 0;
const hasSchema = existsSync(SCHEMA) && spawnSync('python3', ['-c', 'import jsonschema']).status === 0;

const FILES = [['docker-compose.yml'], ['docker-compose.yml', 'config/docker-compose.dev.yml']];

/** What the schema finds wrong, a line each. */
const CHECK = `
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
for error in jsonschema.Draft7Validator(schema).iter_errors(json.load(sys.stdin)):
    print('/'.join(map(str, error.path)) + ': ' + error.message)
`;

function faultsOf(compose: unknown): string[] {
	const { status, stdout, stderr } = spawnSync('python3', ['-c', CHECK, SCHEMA], {
		input: JSON.stringify(compose),
		encoding: 'utf8'
	});
	expect([status, stderr]).toEqual([0, '']);
	return stdout.split('\n').filter((line) => line !== '');
}

describe.skipIf(!hasPlugin)('docker compose (skipped where Docker has no Compose plugin)', () => {
	test.each(FILES)('takes %s %s', (...files) => {
		const { status, stderr } = spawnSync(
			'docker',
			['compose', ...files.filter(Boolean).flatMap((file) => ['-f', file]), 'config', '-q'],
			{ cwd: root, encoding: 'utf8' }
		);
		expect([status, stderr]).toEqual([0, '']);
	});
});

describe.skipIf(!hasSchema)(
	'the Compose schema (skipped where docker-compose of Debian is not installed)',
	() => {
		const read = (path: string) =>
			parse(readFileSync(join(root, path), 'utf8'), { merge: true, logLevel: 'silent' }) as {
				name?: string;
				services: Record<string, object>;
			};

		test.each(FILES[1]!)('takes %s', (path) => {
			// Of the specification, but not in this older copy of it.
			const { name: _, ...compose } = read(path);
			expect(faultsOf(compose)).toEqual([]);
		});

		test('finds a key that is none', () => {
			const compose = read('docker-compose.yml');
			const app = { ...compose.services.app, cap_dorp: ['ALL'] };
			expect(faultsOf({ services: { app } }).join()).toContain('cap_dorp');
		});
	}
);
