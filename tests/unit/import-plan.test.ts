// Which files of an import are read, what the app is opened with, and what is shared with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addImportReport, emptyImportReport, IMPORT_PATH, note, SHARED_CACHE } from '#lib/domain/import.ts';
import { planImport } from '#lib/domain/import-plan.ts';
import { oldCaches } from '../../src/service-worker/routes.ts';
import { isShare, takeShare } from '../../src/service-worker/share.ts';
import { picked } from '../support/import-files.ts';

const ROOT = join(import.meta.dirname, '../..');

test('the largest are read first, descriptions go with their files, and the rest is named', () => {
	const report = emptyImportReport();
	const { files, bytes } = planImport(
		[
			picked('.claude/projects/p/small.jsonl', 'a'),
			picked('.claude/projects/p/s/subagents/agent-1.meta.json', '{}'),
			picked('.claude/projects/p/s/subagents/agent-1.jsonl', 'aaa'),
			picked('.claude/projects/q/s/subagents/agent-1.jsonl', 'aa'),
			picked('.claude/settings.json', '{}')
		],
		report
	);
	expect(files.map(({ path, meta }) => [path.slice(2).join('/'), meta?.name ?? null])).toEqual([
		['p/s/subagents/agent-1.jsonl', 'agent-1.meta.json'],
		['q/s/subagents/agent-1.jsonl', null],
		['p/small.jsonl', null]
	]);
	expect(bytes).toBe(6);
	expect(report.skipped).toEqual({ 'other-kind': { count: 1, examples: ['.claude/settings.json'] } });
});

test('reports add up, with five examples of each reason', () => {
	const total = emptyImportReport();
	for (let worker = 0; worker < 3; worker++) {
		const part = { ...emptyImportReport(), files: 2, bytes: 10 };
		for (let file = 0; file < 4; file++)
			note<string>(part.lineProblems, 'constructor', `${worker}/${file}.jsonl`, 2);
		addImportReport(total, part);
	}
	expect(total).toMatchObject({ files: 6, bytes: 30 });
	expect(total.lineProblems.constructor).toEqual({
		count: 24,
		examples: ['0/0.jsonl', '0/1.jsonl', '0/2.jsonl', '0/3.jsonl', '1/0.jsonl']
	});
});

describe('the manifest', () => {
	const manifest = JSON.parse(readFileSync(join(ROOT, 'static/manifest.webmanifest'), 'utf8'));

	test('opens transcripts and backups on the import page, in the window there is', () => {
		expect(manifest.file_handlers).toHaveLength(1);
		expect(manifest.file_handlers[0].action).toBe(IMPORT_PATH);
		expect(Object.values(manifest.file_handlers[0].accept).flat()).toEqual(['.jsonl', '.tidemark']);
		expect(manifest.launch_handler.client_mode[0]).toBe('focus-existing');
	});

	test('shares files the way the service worker takes them', () => {
		const { action, method, enctype, params } = manifest.share_target;
		expect(isShare(method, action)).toBe(true);
		expect(enctype).toBe('multipart/form-data');
		expect(params.files[0].name).toBe('files');
		expect(isShare('GET', action)).toBe(false);
		expect(isShare('POST', '/api/import')).toBe(false);
	});
});

test('a share is kept in place of the one before, and no update clears it away', async () => {
	const kept = new Map<string, string>();
	const cache = { put: async (key: URL, value: Response) => void kept.set(key.pathname, await value.text()) };
	const caches = {
		delete: async () => kept.clear(),
		open: async (name: string) => (name === SHARED_CACHE ? cache : null)
	} as unknown as CacheStorage;
	const share = (name: string, text: string) => {
		const body = new FormData();
		body.append('files', new File([text], name));
		body.append('title', 'no file');
		return takeShare(new Request('http://localhost/import', { method: 'POST', body }), caches);
	};
	await share('first.jsonl', '1');
	const answer = await share('../a b.jsonl', '2');
	expect([answer.status, answer.headers.get('location')]).toEqual([303, 'http://localhost/import']);
	expect([...kept]).toEqual([['/shared/0/..%2Fa%20b.jsonl', '2']]);
	expect(oldCaches([SHARED_CACHE, 'tidemark-1', 'tidemark-2'], 'tidemark-', '3')).toEqual(['tidemark-1']);
});
