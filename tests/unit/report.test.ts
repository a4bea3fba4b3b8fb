// The terminal report: its arguments, its sums over the fold's rows, and its tables.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyRecords, type FoldTables } from '#lib/domain/fold.ts';
import { parseReportArguments, UsageError } from '#server/cli/report-arguments.ts';
import { daily, models, projects, rangeOf, sessions, totals } from '#server/cli/report-sums.ts';
import { figureTable, money, sessionTable, table, totalsText } from '#server/cli/report-text.ts';
import { createDemo } from '#server/sources/demo.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const EVER = rangeOf(null, null, 'UTC');
const events = [...createDemo({ seed: 3, nowMs: NOW, days: 21 }).backlog()].flat();
const tables: FoldTables = { sessions: new Map(), days: new Map() };
applyRecords(
	tables,
	events.map((event, index) => ({ seq: index + 1, slot: index + 1, event })),
	null
);
const rows = { ...tables, nowMs: NOW + 3_600_000 };

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

describe('report arguments', () => {
	test('name what to report, the range and the zone', () => {
		const argv = ['daily', '--json', '--from', '2026-11-01', '--to', '2026-11-20', '--zone', 'Europe/Paris'];
		expect(parseReportArguments(argv, 'UTC')).toEqual({
			kind: 'daily',
			json: true,
			csv: false,
			jsonl: false,
			project: null,
			model: null,
			from: '2026-11-01',
			to: '2026-11-20',
			zone: 'Europe/Paris',
			dataDir: null,
			transcripts: null
		});
	});

	test('fall back to everything in the local zone', () => {
		expect(parseReportArguments(['totals'], 'Asia/Seoul')).toMatchObject({
			json: false,
			from: null,
			to: null,
			zone: 'Asia/Seoul'
		});
	});

	test.each([
		[[], 'Say what to report'],
		[['weekly'], '"weekly" is not one of'],
		[['daily', 'models'], 'one word too many'],
		[['daily', '--from', '2026-02-30'], '--from takes a date'],
		[['daily', '--to', 'today'], '--to takes a date'],
		[['daily', '--from', '2026-11-02', '--to', '2026-11-01'], 'is after'],
		[['daily', '--zone', 'Mars/Olympus'], '--zone takes a name'],
		[['daily', '--colour'], '--colour']
	])('%j are refused with a sentence', (argv, sentence) => {
		expect(() => parseReportArguments(argv, 'UTC')).toThrow(UsageError);
		expect(() => parseReportArguments(argv, 'UTC')).toThrow(sentence);
	});

	test('--help asks for help', () => {
		expect(parseReportArguments(['--help'], 'UTC')).toBe('help');
	});
});

describe('report sums', () => {
	const all = totals(rows, EVER);

	test('are the same by day, session, model and project', () => {
		for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Apia'])
			expect(sum(daily(rows, EVER, zone).map((day) => day.costNanoUsd))).toBe(all.costNanoUsd);
		expect(sum(sessions(rows, EVER).map((session) => session.costNanoUsd))).toBe(all.costNanoUsd);
		expect(sum(models(rows, EVER).map((model) => model.costNanoUsd))).toBe(all.costNanoUsd);
		expect(sum(projects(rows, EVER).map((project) => project.costNanoUsd))).toBe(all.costNanoUsd);
		expect(sum(Object.values(all.byModel))).toBe(all.costNanoUsd);
		expect(sum(Object.values(all.bySession))).toBe(all.costNanoUsd);
		expect(sum(sessions(rows, EVER).map((session) => session.lifetimeCostNanoUsd))).toBe(all.costNanoUsd);
	});

	test('have exactly the agreed keys', () => {
		expect(Object.keys(all)).toEqual([
			'costNanoUsd',
			'unloggedNanoUsd',
			'unpricedRequests',
			'tokens',
			'events',
			'sessions',
			'apiRequests',
			'byModel',
			'bySession'
		]);
		expect(Object.keys(all.tokens)).toEqual(['input', 'output', 'cacheRead', 'cacheCreation']);
		expect(Object.keys(all.bySession)).toHaveLength(all.sessions);
	});

	test('of two adjoining ranges add up to the whole', () => {
		const zone = 'America/New_York';
		const first = totals(rows, rangeOf(null, '2026-11-09', zone));
		const second = totals(rows, rangeOf('2026-11-10', null, zone));
		expect(first.costNanoUsd + second.costNanoUsd).toBe(all.costNanoUsd);
		expect(first.events + second.events).toBe(all.events);
		expect(first.costNanoUsd).toBeGreaterThan(0);
	});

	test('of nothing are empty', () => {
		const nothing = { sessions: new Map(), days: new Map(), nowMs: NOW };
		expect(totals(nothing, EVER)).toMatchObject({ costNanoUsd: 0, sessions: 0, byModel: {}, bySession: {} });
		expect(daily(nothing, EVER, 'UTC')).toEqual([]);
	});
});

describe('report text', () => {
	test('aligns words left and numbers right', () => {
		expect(
			table(
				['Model', 'Cost'],
				[
					['sonnet', '$1.00'],
					['한국어', '$10.00']
				],
				[1]
			)
		).toBe(['Model     Cost', '──────  ──────', 'sonnet   $1.00', '한국어  $10.00'].join('\n'));
	});

	test('shows a small cost as more than nothing', () => {
		expect([money(0), money(1_234_567), money(1_234_567_890)]).toEqual(['$0.00', '$0.0012', '$1.23']);
	});

	test('says which costs are not known', () => {
		const row = {
			label: 'my-model',
			costNanoUsd: 0,
			unloggedNanoUsd: 0,
			unpricedRequests: 2,
			tokens: { input: 1, output: 2, cacheRead: 3, cacheCreation: 4 },
			apiRequests: 2
		};
		expect(figureTable('Model', [row])).toContain('$0.00*');
		expect(figureTable('Model', [row])).toContain('2 requests have no known price');
	});

	test('lets no control character of a title through', () => {
		const [session] = sessions(rows, EVER);
		const text = sessionTable([{ ...session!, title: 'a\u001b[2Jb\u202ec' }], 'UTC');
		expect(text).toContain('a [2Jb c');
		expect(text).not.toContain('\u001b');
	});

	test('names the cost for what it is', () => {
		expect(totalsText(totals(rows, EVER))).toContain('API-equivalent estimate, not a bill');
	});
});

describe('the report command', () => {
	test('says what to do next where there is no journal, and ends with 1', () => {
		const { status, stderr, stdout } = run(['totals', '--data-dir', '/nowhere/at/all']);
		expect([status, stdout]).toEqual([1, '']);
		expect(stderr).toContain('npm start');
	});

	test('ends with 2 when it is not understood, with 0 after --help', () => {
		expect(run(['weekly']).status).toBe(2);
		const help = run(['--help']);
		expect(help.status).toBe(0);
		expect(help.stdout).toContain('--zone');
	});
});

function run(argv: string[]) {
	const file = join(import.meta.dirname, '../../server/cli/report.ts');
	return spawnSync(process.execPath, [file, ...argv], { encoding: 'utf8', env: { PATH: process.env.PATH } });
}
