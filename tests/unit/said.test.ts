import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ko } from '#lib/i18n/ko.ts';
import { saidEn } from '#lib/i18n/said-en.ts';
import { translateBy } from '#lib/i18n/sentences.ts';

const root = join(import.meta.dirname, '../..');
const translated = (sentence: string) => translateBy(ko.said, sentence);

const sources = ['server', 'src/lib/domain', 'src/lib/stream', 'src/lib/wire'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => ({ name: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') }))
);

/** The texts of a file, what changes in them written as in the table. */
function textsIn(source: string): string[] {
	return [
		...source.matchAll(
			/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:\$\{(?:[^{}]|\{[^{}]*\})*\}|[^`\\])*)`/g
		)
	].map(([, single, double, template]) => {
		let place = 0;
		return (single ?? double ?? template ?? '')
			.replaceAll(/\\(.)/g, '$1')
			.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, () => `{${place++}}`);
	});
}

test('every sentence of the table is one that is said', () => {
	const said = new Set(sources.flatMap(({ text }) => textsIn(text)));
	expect(Object.keys(saidEn).filter((one) => !said.has(one))).toEqual([]);
});

/** Refusals that no control of the page can cause: they speak to whoever writes programs. */
const FOR_PROGRAMS =
	/^(A code is needed|A code, or a name and|The request is not understood|A role is needed|The id of a device|The body is not JSON|Times are in ms|from and to are|days is a|Nothing was deleted: the request|The budget has another id|A batch is|Send application\/json|That method is|Only GET|Too many (streams|snapshots))/;

test('every refusal of the routes is in the table', () => {
	const refusals = sources
		.filter(({ name }) => name.startsWith(join('server', 'routes')) || name === join('server', 'app.ts'))
		.flatMap(({ text }) =>
			[...text.matchAll(/message: (?:said\.trim\(\) \|\| )?('[^'\n]*'|"[^"\n]*"|`[^`\n]*`)/g)].flatMap(
				([, one]) => textsIn(one!)
			)
		);
	expect(refusals.length).toBeGreaterThan(30);
	expect(refusals.filter((one) => !(one in saidEn) && !FOR_PROGRAMS.test(one))).toEqual([]);
});

test('what changes in a sentence is kept, and translated where it is known', () => {
	expect(translated('The relay cannot be reached.')).toBe('릴레이에 연결할 수 없습니다.');
	expect(translated('The push service took it (201).')).toBe('푸시 서비스에서 받았습니다(201).');
	expect(translated('Loki cannot be reached: nothing listens there.')).toBe(
		'Loki에 연결할 수 없습니다: 그곳에서 받는 프로그램이 없습니다.'
	);
	expect(translated('The relay did not answer with application/json.')).toBe(
		'릴레이의 응답이 application/json 형식이 아닙니다.'
	);
});

test('what nobody translated is shown as it came', () => {
	expect(translated('A newer relay says something else.')).toBe('A newer relay says something else.');
	expect(translated('constructor')).toBe('constructor');
});
