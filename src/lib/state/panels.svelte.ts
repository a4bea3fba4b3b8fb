// The one question behind the pages on tools, performance, productivity and skills, and what they call the range.
import { t } from '#lib/i18n/i18n.svelte.ts';
import type { App } from './app.svelte.ts';
import { LiveQuery } from './query.svelte.ts';

/** To be made while a page initialises. */
export function livePanels(app: App): LiveQuery<'panels'> {
	const { selection } = app;
	return new LiveQuery(
		app.store,
		() => ({
			name: 'panels',
			args: {
				range: selection.resolved.range,
				previous: selection.resolved.previous,
				filter: selection.current.filter,
				zone: app.settings.zone
			}
		}),
		2000
	);
}

/** "last 7 days", or the dates. */
export function rangeName({ selection, format }: App): string {
	const { preset } = selection.current;
	return preset === 'custom'
		? t().range.span(format.date(selection.resolved.from), format.date(selection.resolved.to))
		: t().range.names[preset];
}
