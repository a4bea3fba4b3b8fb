import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from '#lib/i18n/en.ts';

const root = join(import.meta.dirname, '../..');
const components = ['src/lib/components', 'src/routes'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.svelte'))
		.map((name) => join(folder, name))
);

/** Markup without script, style, comments and expressions. */
function literalText(source: string): string[] {
	let text = source.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<!--[\s\S]*?-->/g, '');
	let before: string;
	do {
		before = text;
		text = text.replace(/\{[^{}]*\}/g, '');
	} while (text !== before);
	const between = [...text.replace(/=>/g, '').matchAll(/>([^<>]+)</g)].map((match) => match[1]!.trim());
	const spoken = [...text.matchAll(/\s(?:aria-label|title|placeholder|alt)="([^"]+)"/g)].map(
		(match) => match[1]!
	);
	return [...between, ...spoken].filter((one) => /\p{Letter}/u.test(one));
}

test('counts decide the plural', () => {
	expect(en.sessions.count(1, '1')).toBe('1 session');
	expect(en.sessions.count(0, '0')).toBe('0 sessions');
	expect(en.sessions.count(1200, '1,200')).toBe('1,200 sessions');
	expect(en.session.missingEvents(1, '1')).toBe(
		'1 event of this session is still on the way to this device.'
	);
	expect(en.session.missingEvents(3, '3')).toBe(
		'3 events of this session are still on the way to this device.'
	);
});

test('no sentence is empty', () => {
	const empty: string[] = [];
	const walk = (value: unknown, path: string) => {
		if (typeof value === 'string' && value.trim() === '') empty.push(path);
		if (value !== null && typeof value === 'object')
			for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
	};
	walk(en, 'en');
	expect(empty).toEqual([]);
});

test('no component holds literal text', () => {
	expect(components.length).toBeGreaterThan(15);
	const found = components.flatMap((file) =>
		literalText(readFileSync(join(root, file), 'utf8')).map((text) => `${file}: ${text}`)
	);
	expect(found).toEqual([]);
});

test('no markup carries an inline style or handler, which the policy would refuse', () => {
	const found = ['src/app.html', ...components].filter((file) => {
		const markup = readFileSync(join(root, file), 'utf8').replace(/<(script|style)[\s\S]*?<\/\1>/g, '');
		return /\sstyle=|\son[a-z]+="/.test(markup);
	});
	expect(found).toEqual([]);
});
