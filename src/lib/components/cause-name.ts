// What a share of a session's cost is called.
import type { View, ViewRow } from '#lib/domain/attribution-views.ts';
import type { Dictionary } from '#lib/i18n/en.ts';
import { modelText } from './model-text.ts';

/** Prompts are named by their page: here by their id. */
export function causeName(view: View, { group, key }: Pick<ViewRow, 'group' | 'key'>, t: Dictionary): string {
	const words = t.causes;
	if (group !== 'value') return words.groups[group];
	switch (view) {
		case 'cause':
			return words.causeNames[key!] ?? key!;
		case 'costKind':
			return words.kindNames[key!] ?? key!;
		case 'role':
			return words.roles[key!] ?? key!;
		case 'prompt':
			return key ?? words.noPrompt;
		case 'model':
			return key === null ? t.app.unknown : modelText(key);
		default:
			return key ?? words.unnamed;
	}
}

/** Whether a side tells anything apart. */
export function tells(view: View, rows: readonly Pick<ViewRow, 'group'>[]): boolean {
	if (view === 'cause' || view === 'prompt' || view === 'costKind') return rows.length > 0;
	if (view === 'role' || view === 'model') return rows.length > 1;
	return rows.some(({ group }) => group === 'value');
}
