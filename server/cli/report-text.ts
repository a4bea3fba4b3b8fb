// The terminal report as text: aligned tables, numbers to the right.
import { nanoToUsd } from '#lib/domain/money.ts';
import type { Figures, SessionFigures, Totals } from './report-sums.ts';

const whole = new Intl.NumberFormat('en-US');
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const cents = new Intl.NumberFormat('en-US', {
	style: 'currency',
	currency: 'USD',
	minimumFractionDigits: 4
});

/** Four decimals below a cent, so that a small cost never reads as none. */
export function money(nano: number): string {
	return nano !== 0 && Math.abs(nano) < 10_000_000
		? cents.format(nanoToUsd(nano))
		: dollars.format(nanoToUsd(nano));
}

/** Columns as wide as their widest cell; those named in `right` are aligned right. */
export function table(head: string[], body: string[][], right: readonly number[]): string {
	const widths = head.map((title, column) =>
		Math.max(...[head, ...body].map((row) => width(row[column] ?? title)))
	);
	const line = (row: string[]) =>
		row
			.map((cell, column) => {
				const space = ' '.repeat(widths[column]! - width(cell));
				return right.includes(column) ? space + cell : cell + space;
			})
			.join('  ')
			.trimEnd();
	return [line(head), widths.map((size) => '─'.repeat(size)).join('  '), ...body.map(line)].join('\n');
}

const segments = new Intl.Segmenter();

/** Terminal cells: East Asian wide characters and emoji take two. */
function width(text: string): number {
	let cells = 0;
	for (const { segment } of segments.segment(text))
		cells +=
			/\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(
				segment
			)
				? 2
				: 1;
	return cells;
}

const FIGURES = ['Cost', 'Requests', 'Input', 'Output', 'Cache read', 'Cache write'];
const FIGURE_COLUMNS = FIGURES.map((_, index) => index + 1);

function figureCells(row: Omit<Figures, 'events' | 'sessions'>): string[] {
	const { tokens } = row;
	const mark = row.unpricedRequests > 0 ? '*' : '';
	const counts = [row.apiRequests, tokens.input, tokens.output, tokens.cacheRead, tokens.cacheCreation];
	return [money(row.costNanoUsd) + mark, ...counts.map((count) => whole.format(count))];
}

/** One line per day, model or project. */
export function figureTable(
	title: string,
	rows: ({ label: string | null } & Omit<Figures, 'events' | 'sessions'>)[]
): string {
	const body = rows.map((row) => [clean(row.label ?? 'unknown'), ...figureCells(row)]);
	return table([title, ...FIGURES], body, FIGURE_COLUMNS) + unpricedNote(rows);
}

/** One line per session; times in the zone. */
export function sessionTable(rows: SessionFigures[], zone: string): string {
	const time = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
	const body = rows.map((row) => [
		time.format(new Date(row.startedAt)),
		clip(row.title ?? row.id, 44),
		clip(row.project ?? 'unknown', 20),
		money(row.costNanoUsd) + (row.unpricedRequests > 0 ? '*' : ''),
		whole.format(row.prompts),
		whole.format(row.apiRequests),
		clip(row.models.join(', '), 40)
	]);
	const head = ['Started', 'Session', 'Project', 'Cost', 'Prompts', 'Requests', 'Models'];
	return table(head, body, [3, 4, 5]) + unpricedNote(rows);
}

export function totalsText(sums: Totals): string {
	const lines: [string, string, string][] = [
		['Cost', money(sums.costNanoUsd), 'API-equivalent estimate, not a bill'],
		['  unlogged', money(sums.unloggedNanoUsd), 'the part known only from metrics'],
		[
			'Unpriced requests',
			whole.format(sums.unpricedRequests),
			sums.unpricedRequests > 0 ? 'their cost is unknown, not zero' : ''
		],
		['Sessions', whole.format(sums.sessions), ''],
		['Requests', whole.format(sums.apiRequests), ''],
		['Events', whole.format(sums.events), ''],
		['Input tokens', whole.format(sums.tokens.input), ''],
		['Output tokens', whole.format(sums.tokens.output), ''],
		['Cache read tokens', whole.format(sums.tokens.cacheRead), ''],
		['Cache write tokens', whole.format(sums.tokens.cacheCreation), '']
	];
	const wide = Math.max(...lines.map(([, value]) => value.length));
	return lines
		.map(([name, value, note]) => `${name.padEnd(20)}${value.padStart(wide)}  ${note}`.trimEnd())
		.join('\n');
}

function unpricedNote(rows: { unpricedRequests: number }[]): string {
	const unpriced = rows.reduce((sum, row) => sum + row.unpricedRequests, 0);
	return unpriced === 0
		? ''
		: `\n\n* ${whole.format(unpriced)} requests have no known price and are not in the cost.`;
}

function clip(text: string, length: number): string {
	const plain = clean(text);
	return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}

/** Titles and names come from telemetry: nothing in them may move the cursor or colour the terminal. */
function clean(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
