import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { en } from '#lib/i18n/en.ts';
import { fr } from '#lib/i18n/fr.ts';
import { ja } from '#lib/i18n/ja.ts';
import { ko } from '#lib/i18n/ko.ts';
import { LOCALES, localeFor } from '#lib/i18n/locales.ts';

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

/** Every sentence with its path; a function is asked with figures in place of its words. */
function sentences(value: unknown, path: string[] = []): Map<string, string> {
	if (typeof value === 'string') return new Map([[path.join('.'), value]]);
	if (typeof value === 'function') {
		const figures = Array.from({ length: value.length }, (_, index) => String(index + 3));
		return sentences(value(...figures), path);
	}
	return new Map(
		Object.entries(value as object).flatMap(([key, inner]) => [...sentences(inner, [...path, key])])
	);
}

const english = sentences(en);

/** Names are the same everywhere. */
const NAMES =
	/^(Tidemark|\d · Tidemark|Claude|Claude Code|Claude Code ?[(（]OTLP[)）]|Loki|Prometheus|Service [Ww]orker|ID|settings\.json|bash, zsh|fish|PowerShell|Anthropic Console|ccusage|ntfy)$/;

/** Words that French shares with English, and those developers use in either. */
const FRENCH =
	/^(\d )?(Pages|Sessions?|Skills?|Skills, agents|Budgets?|Notifications?|Prompts?|Dates|Machines?|Total|Tokens?|Commits|Cause|Hooks?|Mention|Pause|Version|Journal|Compactions|Pull requests|Activations|Actions|Plugin|Type|active|service)$/i;

test.each([
	['ko', ko, /\p{Script=Hangul}/u],
	['ja', ja, /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u],
	['fr', fr, null]
] as const)('%s says everything, and nothing in English by accident', (_tag, words, script) => {
	const said = sentences(words);
	expect([...said.keys()].sort()).toEqual([...english.keys()].sort());
	expect([...said].filter(([, text]) => text.trim() === '')).toEqual([]);
	const left = [...said].filter(([path, text]) =>
		script === null ? text === english.get(path) : text === english.get(path) || !script.test(text)
	);
	const accidents = left.filter(
		([, text]) => /\p{Letter}{2}/u.test(text) && !NAMES.test(text) && !(script === null && FRENCH.test(text))
	);
	expect(accidents).toEqual([]);
});

test('French keeps its punctuation on the line of the word before it', () => {
	const loose = [...sentences(fr)].filter(([, text]) => /\S [:;?!»]|« /.test(text));
	expect(loose).toEqual([]);
});

test('the language is the chosen one, else the first the browser prefers that is spoken here', () => {
	expect(localeFor('ja', ['fr-FR'])).toBe('ja');
	expect(localeFor(null, ['de-DE', 'fr-CA', 'ko'])).toBe('fr');
	expect(localeFor(null, ['KO-kr'])).toBe('ko');
	expect(localeFor(null, ['de', 'constructor'])).toBe('en');
	expect(localeFor(null, [])).toBe('en');
	expect(Object.keys(LOCALES)).toEqual(['en', 'ko', 'fr', 'ja']);
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
