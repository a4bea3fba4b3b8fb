// The one-time code of a link, taken out of the address before anything else sees it: no history, router or page keeps it.

/** `/#k=<code>`, as `npm run open` and *Add device* make it. */
const FRAGMENT = /^#k=([\w-]{1,100})$/;

let waiting: string | null = null;

function take(): void {
	if (!location.hash.startsWith('#k=')) return;
	waiting = FRAGMENT.exec(location.hash)?.[1] ?? '';
	history.replaceState(history.state, '', `${location.pathname}${location.search}`);
}

take();

/** The code this page was opened with, once; `null`: none. */
export function takeLinkCode(): string | null {
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
