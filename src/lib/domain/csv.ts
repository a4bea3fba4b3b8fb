// CSV as spreadsheets and parsers both read it: RFC 4180, UTF-8 with a byte order mark, CRLF, every text quoted, and no
// text that a spreadsheet would take for a formula. Pure.

/** Numbers are written as numbers, texts quoted, `null` (unknown) as an empty cell. `decimal` is a number as its exact digits. */
export type CsvValue = string | number | null | { decimal: string };

/** First in the file: Excel reads the file as UTF-8 only with it. */
export const CSV_BOM = '\uFEFF';

/** `=` `+` `-` `@`, their full-width and small forms, and the minus sign. */
const SIGNS = '=+\\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212';

/** White space and characters without a width, which programs pass over before a formula. */
const SKIPPED = '[\\s\\p{Cc}\\p{Cf}]*';

const STARTS_BADLY = /^[\t\r\n]/;

// A program set to another separator, or one that does not mind quotes, begins a new cell after these as well.
const CELL_STARTS = new RegExp(`(?<=^|[;\\t\\r\\n])(?=${SKIPPED}[${SIGNS}]|')`, 'gu');

/**
 * The text with an apostrophe before whatever would start a formula, wherever a spreadsheet may see a cell begin: as a
 * tab or line break at the start, or one of the signs at the start or after `;`, tab or line break. A cell that begins
 * with an apostrophe gets a second one, so that `plainText` gives the text back exactly.
 */
export function safeText(text: string): string {
	const safe = text.replace(CELL_STARTS, "'");
	return STARTS_BADLY.test(safe) ? `'${safe}` : safe;
}

/** The text `safeText` was given. */
export function plainText(safe: string): string {
	return safe.replace(/(?<=^|[;\t\r\n])'/g, '');
}

/** One record with its CRLF. Throws for a number that is none. https://www.rfc-editor.org/rfc/rfc4180 */
export function csvLine(values: readonly CsvValue[]): string {
	return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: CsvValue): string {
	if (value === null) return '';
	if (typeof value === 'string') return `"${safeText(value).replaceAll('"', '""')}"`;
	const number = typeof value === 'number' ? plainNumber(value) : value.decimal;
	if (!/^-?\d+(\.\d+)?$/.test(number)) throw new Error(`${number} is no number to write`);
	return number;
}

/** Without an exponent: `1e+21` would be a text to some, and a formula's start to none, but never the number. */
function plainNumber(value: number): string {
	return Math.abs(value) >= 1e-6 && Math.abs(value) < 1e21
		? String(value)
		: value.toFixed(9).replace(/\.?0+$/, '');
}
