// A session in words: its name and where it ran; and links to what is told of it.
import type { SessionItem } from '#lib/domain/views.ts';
import type { Dictionary } from '#lib/i18n/en.ts';
import { valueText } from './choice-text.ts';

/** Title, else project, else the start of the id. */
export function sessionName(item: SessionItem, t: Dictionary): string {
	if (item.title) return item.title;
	if (item.key.startsWith('none:')) return t.sessions.noSession;
	return item.project
		? `${valueText(item.project, t)} · ${item.key.slice(0, 8)}`
		: `${t.sessions.untitled} ${item.key.slice(0, 8)}`;
}

/** The same where only the title and the project are at hand, if that. */
export function spenderName(
	key: string,
	known: { title: string | null; project: string | null } | undefined,
	t: Dictionary
): string {
	return sessionName({ key, title: known?.title ?? null, project: known?.project ?? null } as SessionItem, t);
}

/** Project and branch, as far as known and not already in the name. */
export function sessionPlace(item: SessionItem, t: Dictionary): string {
	return [item.title ? item.project : null, item.branch, item.machine]
		.filter((part) => part !== null)
		.map((part) => valueText(part, t))
		.join(' · ');
}

export function sessionHref(key: string, search: string): string {
	return `/sessions/${encodeURIComponent(key)}${search}`;
}

/** `b` `null`: the page chooses the usual session of the project. */
export function compareHref(a: string, b: string | null, search: string): string {
	const params = new URLSearchParams(search);
	params.set('a', a);
	if (b !== null) params.set('b', b);
	return `/sessions/compare?${params}`;
}

/** The search page with these of its facets chosen. */
export function searchHref(facets: Record<string, string>, search: string): string {
	const params = new URLSearchParams(search);
	for (const name in facets) params.set(name, facets[name]!);
	return `/search?${params}`;
}
