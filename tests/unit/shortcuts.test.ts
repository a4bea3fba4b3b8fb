import { expect, test } from 'vitest';
import { type Press, shortcutOf } from '#lib/components/keys.ts';
import { PAGES } from '#lib/components/pages.ts';

const press = (key: string, rest: Partial<Press> = {}): Press => ({
	key,
	command: false,
	alt: false,
	busy: false,
	...rest
});

test('the palette opens from anywhere, also out of a field and with single keys off', () => {
	expect(shortcutOf(press('k', { command: true, busy: true }), null, false)).toEqual({ kind: 'palette' });
	expect(shortcutOf(press('K', { command: true }), null, true)).toEqual({ kind: 'palette' });
	expect(shortcutOf(press('k', { command: true, alt: true }), null, true)).toBeNull();
	expect(shortcutOf(press('k'), null, true)).toBeNull();
});

test('single keys are text in a field, belong to an open dialog, and can be switched off', () => {
	for (const key of ['?', '/']) {
		expect(shortcutOf(press(key), null, true)).not.toBeNull();
		expect(shortcutOf(press(key, { busy: true }), null, true)).toBeNull();
		expect(shortcutOf(press(key, { alt: true }), null, true)).toBeNull();
		expect(shortcutOf(press(key, { command: true }), null, true)).toBeNull();
		expect(shortcutOf(press(key), null, false)).toBeNull();
	}
});

test('G and a letter go to a page; every page has a letter of its own', () => {
	expect(new Set(PAGES.map(({ key }) => key)).size).toBe(PAGES.length);
	for (const { key, path } of PAGES) {
		expect(shortcutOf(press(key), 'g', true)).toEqual({ kind: 'go', path });
		expect(shortcutOf(press(key), 'x', true)).toBeNull();
		expect(shortcutOf(press(key), null, true)).toBeNull();
	}
	expect(shortcutOf(press('o'), 'G', true)).toEqual({ kind: 'go', path: '/' });
	expect(shortcutOf(press('o', { busy: true }), 'g', true)).toBeNull();
});
