// A row of the causal tree in words.
import { hiddenPrompt } from '#lib/components/event-text.ts';
import { modelText } from '#lib/components/model-text.ts';
import type { TreeRow } from '#lib/domain/tree-rows.ts';
import type { Format } from '#lib/format.ts';
import type { Dictionary } from '#lib/i18n/en.ts';

export interface RowText {
	title: string;
	/** What it is about stands beside the title; a prompt's own words stand instead of one. */
	subject: string;
	/** Short facts, in order of weight. */
	notes: string[];
}

export function rowText(row: TreeRow, enteredNano: number | null, t: Dictionary, format: Format): RowText {
	const words = t.tree;
	const text: RowText = { title: words.kinds[row.kind], subject: row.label ?? '', notes: [] };
	switch (row.kind) {
		case 'prompt':
			text.title = promptName(row, t, format);
			text.subject = '';
			break;
		case 'request':
			text.subject = row.model === null ? t.app.unknown : modelText(row.model);
			if (row.role === 'auxiliary') text.notes.push(words.sideRequest);
			break;
		case 'tool':
			text.title = row.label ?? words.kinds.tool;
			text.subject = '';
			break;
		case 'unlogged':
			text.subject = row.model === null ? '' : modelText(row.model);
			break;
	}
	for (const flag of row.flags)
		if (!(flag === 'unlogged' && (row.kind === 'prompt' || row.kind === 'unlogged')))
			text.notes.push(words.flags[flag]);
	if (row.detail !== null) text.notes.push(row.detail);
	if (row.bytes !== null) text.notes.push(format.bytes(row.bytes));
	if (row.kind !== 'prompt' && enteredNano) text.notes.push(words.broughtIn(format.money(enteredNano)));
	if (row.idleMs !== null) text.notes.push(words.afterPause(format.duration(row.idleMs)));
	if (row.group) {
		if (row.failures > 0) text.notes.push(words.failures(row.failures, format.count(row.failures)));
		if (row.requests > 0) text.notes.push(t.session.requestCount(row.requests, format.count(row.requests)));
		if (row.tools > 0) text.notes.push(t.session.toolCount(row.tools, format.count(row.tools)));
	}
	return text;
}

/** Its own words, its command, or what stands for them. */
export function promptName(row: TreeRow, t: Dictionary, format: Format): string {
	if (row.text !== null) return row.text;
	if (row.label !== null) return `/${row.label}`;
	return row.flags.includes('unlogged') ? t.tree.unlogged : hiddenPrompt(row.length, t, format);
}
