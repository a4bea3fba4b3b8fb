// `npm run stack`: what it is asked for, and what Docker Compose is told.
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
	composeArguments,
	parseStackArguments,
	type StackArguments,
	UsageError
} from '#server/cli/stack-arguments.ts';

const told = (...argv: string[]) => composeArguments(parseStackArguments(argv) as StackArguments).join(' ');

describe('Docker Compose is told', () => {
	test.each([
		['up', 'up --detach --build'],
		['up --grafana', '--profile grafana up --detach --build'],
		['up --dev', '-f docker-compose.yml -f config/docker-compose.dev.yml up --detach --build'],
		['down', '--profile grafana down --remove-orphans'],
		['restart app', '--profile grafana restart app'],
		['logs collector', '--profile grafana logs --follow --tail 200 collector'],
		['status', '--profile grafana ps --all'],
		['clean --yes', '--profile grafana down --volumes --remove-orphans'],
		['validate', '--profile grafana config --quiet']
	])('%s', (asked, words) => expect(told(...asked.split(' '))).toBe(words));

	test('only clean deletes volumes', () => {
		for (const command of ['up', 'down', 'restart', 'logs', 'status', 'validate'])
			expect(told(command)).not.toContain('--volumes');
	});
});

test.each([
	['', 'Say what to do'],
	['start', '"start" is not one of'],
	['logs mysql', '"mysql" is not one of'],
	['clean loki', 'clean is for the whole stack'],
	['up --force', '--force']
])('"%s" is refused with a sentence', (argv, sentence) => {
	const asked = () => parseStackArguments(argv.split(' ').filter(Boolean));
	expect(asked).toThrow(UsageError);
	expect(asked).toThrow(sentence);
});

describe('the command', () => {
	const run = (...argv: string[]) =>
		spawnSync(process.execPath, [join(import.meta.dirname, '../../server/cli/stack.ts'), ...argv], {
			encoding: 'utf8',
			input: '',
			// No Docker is found, and none is run.
			env: { PATH: mkdtempSync(join(tmpdir(), 'stack-')), GRAFANA_ADMIN_PASSWORD: '' }
		});

	test('does not clean where no one can be asked', () => {
		const { status, stderr } = run('clean');
		expect(status).toBe(1);
		expect(stderr).toContain('Nothing was deleted');
	});

	test('says what to install where there is no Docker', () => {
		const { status, stderr } = run('status');
		expect(status).toBe(1);
		expect(stderr).toContain('Docker is not installed');
	});

	test('does not start Grafana without a password', () => {
		const { status, stderr } = run('up', '--grafana');
		expect(status).toBe(1);
		expect(stderr).toContain('GRAFANA_ADMIN_PASSWORD');
	});
});
