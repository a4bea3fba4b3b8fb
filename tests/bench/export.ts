// Every event of a large history as one file, in the built app in Chromium: how long it takes, what it takes in memory, and
// whether the page can be used meanwhile.
import { readdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Page } from 'playwright';
import { atMost, type Figure } from './figure.ts';
import { clickTo, known, longestTask } from './page-watch.ts';

const ALL = '2020-01-01';
const SAMPLE_MS = 100;

/** `profile`: the browser's folder, which its processes name. Linux. */
export async function* exporting(page: Page, origin: string, profile: string): AsyncGenerator<Figure[]> {
	const url = `${origin}/?from=${ALL}&to=${new Date().toISOString().slice(0, 10)}`;
	for (const [kind, label] of [
		['jsonl', 'Export JSON lines'],
		['events', 'Export CSV'],
		['requests', 'Export CSV']
	] as const) {
		await page.goto(url);
		await page.locator(known('total-cost')).first().waitFor();
		await page.getByRole('combobox', { name: 'What to export' }).selectOption(kind);
		// Its own charts are drawn first.
		await page.waitForTimeout(2000);
		const memory = watchMemory(profile);
		await longestTask(page);
		const began = performance.now();
		const [download] = await Promise.all([
			page.waitForEvent('download', { timeout: 300_000 }),
			page.getByRole('button', { name: label }).click()
		]);
		const took = performance.now() - began;
		const { size } = await stat(await download.path());
		const grew = await memory.end();
		await download.delete();
		yield [
			{
				name: `${kind}, click to download`,
				value: took,
				unit: 'ms',
				note: `${Math.round(size / 2 ** 20)} MB`
			},
			atMost(`${kind}, memory above before`, grew, 250, 'MB'),
			atMost(`${kind}, longest task meanwhile`, await longestTask(page), 100, 'ms')
		];
	}
	yield [await asked(page, url)];
}

/** Another page is asked for while a file is written. */
async function asked(page: Page, url: string): Promise<Figure> {
	await page.goto(url);
	await page.locator(known('total-cost')).first().waitFor();
	await page.getByRole('combobox', { name: 'What to export' }).selectOption('jsonl');
	const download = page.waitForEvent('download', { timeout: 300_000 });
	await page.getByRole('button', { name: 'Export JSON lines' }).click();
	await page.getByRole('progressbar', { name: 'Progress of the export' }).waitFor();
	const took = await clickTo(page, 'nav a[href^="/tools"]', known('tool-calls'));
	await (await download).delete();
	return atMost('/tools meanwhile, click to figures', took, 1000, 'ms');
}

/** Proportional memory of all processes of the browser, above what it was at first; the most of it at the end. */
function watchMemory(profile: string) {
	const before = memoryOf(profile);
	let most = before;
	const timer = setInterval(() => {
		most = Math.max(most, memoryOf(profile));
	}, SAMPLE_MS);
	return {
		async end() {
			clearInterval(timer);
			return Math.max(most, memoryOf(profile)) - before;
		}
	};
}

/** MB. https://docs.kernel.org/filesystems/proc.html: Pss of smaps_rollup */
function memoryOf(profile: string): number {
	let bytes = 0;
	for (const pid of treeOf(profile)) {
		const rollup = read(`/proc/${pid}/smaps_rollup`);
		bytes += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024;
	}
	return bytes / 2 ** 20;
}

function treeOf(profile: string): Set<string> {
	const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	const parents = new Map(
		pids.map((pid) => [pid, /^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1]])
	);
	const tree = new Set(pids.filter((pid) => read(`/proc/${pid}/cmdline`).includes(profile)));
	for (let before = -1; before !== tree.size; ) {
		before = tree.size;
		for (const [pid, parent] of parents) if (parent !== undefined && tree.has(parent)) tree.add(pid);
	}
	return tree;
}

/** '' when the process has ended meanwhile. */
function read(path: string): string {
	try {
		return readFileSync(path, 'latin1');
	} catch {
		return '';
	}
}
