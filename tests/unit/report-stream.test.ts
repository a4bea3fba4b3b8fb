// Reports of single events: each grain adds up to the totals, each event is there once, filters let through what they say.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { testFolder } from '../support/journals.ts';
import { randomEvents } from '../support/make-event.ts';

const root = join(import.meta.dirname, '../..');
const folder = testFolder();
const events = [...randomEvents(3, 1500)];
const store = folder.open();
store.fold.take(store.journal.append(events).records);
store.close();
afterAll(() => folder[Symbol.dispose]());

function report(...args: string[]) {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(root, 'server/cli/report.ts'), ...args, '--data-dir', folder.dir, '--zone', 'UTC'],
		{ encoding: 'utf8', maxBuffer: 1 << 28 }
	);
	return { status, stdout, stderr };
}

/** Nano-dollars of a CSV whose texts hold no commas or line breaks. */
function costOf(csv: string): number {
	const [head, ...lines] = csv
		.replace(/^\uFEFF/, '')
		.trim()
		.split('\r\n');
	const at = head!.split(',').indexOf('cost_usd');
	return lines.reduce((sum, line) => sum + Math.round(Number(line.split(',')[at]) * 1e9), 0);
}

describe('the terminal', () => {
	test('gives sessions, days, requests and prompts that add up to one total', () => {
		const { costNanoUsd, unloggedNanoUsd } = JSON.parse(report('totals', '--json').stdout);
		expect(costNanoUsd).toBeGreaterThan(0);
		for (const kind of ['sessions', 'daily']) expect(costOf(report(kind, '--csv').stdout)).toBe(costNanoUsd);
		for (const kind of ['requests', 'prompts'])
			expect(costOf(report(kind, '--csv').stdout) + unloggedNanoUsd).toBe(costNanoUsd);
	});

	test('gives each event once and whole, of the filter and the range', () => {
		const lines = (...args: string[]) =>
			report('events', '--jsonl', ...args)
				.stdout.trim()
				.split('\n')
				.map((line) => JSON.parse(line));
		expect(lines()).toEqual(JSON.parse(JSON.stringify(events)));
		const own = events.filter(({ facts }) => facts.project === 'project-1');
		expect(lines('--project', 'project-1').map(({ id }) => id)).toEqual(own.map(({ id }) => id));
		const day = new Date(events[0]!.atMs).toISOString().slice(0, 10);
		const ofDay = events.filter(({ atMs }) => new Date(atMs).toISOString().startsWith(day));
		expect(lines('--from', day, '--to', day)).toHaveLength(ofDay.length);
		const ofModel = events.filter(
			(event) => event.name === 'api_request' && event.model === 'claude-opus-4-6'
		);
		expect(report('requests', '--csv', '--model', 'claude-opus-4-6').stdout.split('\r\n')).toHaveLength(
			ofModel.length + 2
		);
	});

	test('says what it was not asked well', () => {
		for (const args of [['prompts'], ['daily', '--jsonl'], ['totals', '--csv'], ['daily', '--project', 'x']])
			expect(report(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining('--help') });
	});
});
