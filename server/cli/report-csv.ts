// The terminal report as CSV: the same columns and cells as the app's export.
import { CSV_BOM, csvLine } from '#lib/domain/csv.ts';
import { DAY_COLUMNS, dayCells, SESSION_COLUMNS, sessionCells } from '#lib/domain/csv-tables.ts';
import type { Range } from '#lib/domain/views.ts';
import { dailyByModel, type ReportRows, sessionItems } from './report-sums.ts';

/** `daily`: one record for a day of the zone and a model. */
export function csvReport(kind: 'sessions' | 'daily', rows: ReportRows, range: Range, zone: string): string {
	const columns = kind === 'sessions' ? SESSION_COLUMNS : DAY_COLUMNS;
	const cells =
		kind === 'sessions'
			? sessionItems(rows, range).map((item) => sessionCells(item))
			: dailyByModel(rows, range, zone).map(({ date, model, summary }) => dayCells(date, model, summary));
	return `${CSV_BOM}${columns.join(',')}\r\n${cells.map(csvLine).join('')}`;
}
