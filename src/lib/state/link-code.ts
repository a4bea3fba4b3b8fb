// The one-time code of a link, taken out of the address before anything else sees it: no history, router or page keeps it.

/** `k`: lets in by itself, as `npm run open` and *Add device* make it. `i`: an invitation. */
export interface LinkCode {
	kind: 'k' | 'i';
	code: string;
}

const FRAGMENT = /^#([ki])=([\w-]{1,100})$/;

let waiting: LinkCode | null = null;

function take(): void {
	const kind = /^#([ki])=/.exec(location.hash)?.[1] as LinkCode['kind'] | undefined;
	if (kind === undefined) return;
	waiting = { kind, code: FRAGMENT.exec(location.hash)?.[2] ?? '' };
	history.replaceState(history.state, '', `${location.pathname}${location.search}`);
}

take();

/** The code this page was opened with, once; `null`: none. */
export function takeLinkCode(): LinkCode | null {
	take();
	const code = waiting;
	waiting = null;
	return code;
}

/** The code in what a person typed or pasted: digits with or without spaces, or a whole link. `null`: neither. */
export function codeOf(text: string): string | null {
	const digits = text.replace(/[\s-]/g, '');
	if (/^\d{8}$/.test(digits)) return digits;
	return /#k=([\w-]{43})\s*$/.exec(text)?.[1] ?? null;
}
