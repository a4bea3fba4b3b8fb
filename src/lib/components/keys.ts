// Which shortcut a key press means, from the key and the one before it. Pure.
import { PAGES } from './pages.ts';

/** How the command key is called on this keyboard. */
export const COMMAND_KEY =
	typeof navigator !== 'undefined' && /Mac|iP(hone|ad|od)/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

export type Shortcut =
	| { kind: 'palette' }
	| { kind: 'help' }
	| { kind: 'search' }
	| { kind: 'hide' }
	| { kind: 'go'; path: string };

export interface Press {
	key: string;
	/** Ctrl, or ⌘ on a Mac. */
	command: boolean;
	alt: boolean;
	/** A field takes the key as text, or a dialog is open. */
	busy: boolean;
}

/** `null`: none. `before`: the key pressed just before, `null` when that was long ago. */
export function shortcutOf(press: Press, before: string | null, singleKeys: boolean): Shortcut | null {
	const key = press.key.toLowerCase();
	if (press.command) return key === 'k' && !press.alt ? { kind: 'palette' } : null;
	if (press.alt || press.busy || !singleKeys) return null;
	if (before?.toLowerCase() === 'g') {
		const page = PAGES.find((one) => one.key === key);
		if (page !== undefined) return { kind: 'go', path: page.path };
	}
	if (key === '?') return { kind: 'help' };
	if (key === 'h') return { kind: 'hide' };
	return key === '/' ? { kind: 'search' } : null;
}
