// How fast the browser's import reads a folder of transcripts into the relay, and whether the page stays responsive.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { startRelay } from '../support/relay.ts';
import { writeVolume } from '../support/transcript-volume.ts';
import { atLeast, atMost, type Bench } from './figure.ts';

const ROOT = join(import.meta.dirname, '../..');
const BYTES = Number(process.env.TIDEMARK_BENCH_BYTES ?? 1.2e9);

/** What the page saw of itself. */
interface Run {
	ms: number;
	bytes: number;
	/** Longest task of the main thread, by the browser's own account; those below 50 ms it does not tell. */
	longestTask: number;
	/** Longest time a timer of 4 ms was late. */
	longestGap: number;
}

export const bench: Bench = {
	name: 'import in the browser (Chromium)',
	needs: 'a build, Chromium',
	async run() {
		if (!existsSync(join(ROOT, 'build/handler.js')))
			throw new Error('there is no build: run npm run build first');
		const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-import-'));
		const relay = await startRelay();
		const browser = await chromium.launch({
			executablePath: process.env.TIDEMARK_CHROMIUM ?? '/usr/bin/chromium',
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking'
			]
		});
		try {
			const volume = writeVolume(join(folder, 'projects'), BYTES, 1);
			const page = await browser.newPage();
			await page.addInitScript(watch);
			await page.goto(`${relay.url}/import`);
			const cold = await run(page, folder);
			const again = await run(page, folder);
			const rate = ({ bytes, ms }: Run) => bytes / 1e6 / (ms / 1000);
			const { events } = await relay.health();
			const responsive = Math.max(cold.longestTask, again.longestTask);
			return [
				atLeast(
					'read, sent and in the journal',
					rate(cold),
					150,
					'MB/s',
					`${volume.files} files, ${Math.round(cold.bytes / 1e6)} MB, ${events} events`
				),
				atLeast('again, all of it known', rate(again), 150, 'MB/s'),
				atMost('longest task of the page', responsive, 50, 'ms', 'below 50: none was long'),
				{ name: 'longest gap of a timer', value: Math.max(cold.longestGap, again.longestGap), unit: 'ms' }
			];
		} finally {
			await browser.close();
			await relay.remove();
			rmSync(folder, { recursive: true, force: true });
		}
	}
};

/** Runs in the page: notes when an import reads and ends, and how long its thread was held. */
function watch(): void {
	const seen = { began: 0, ended: 0, longestTask: 0, longestGap: 0 };
	Object.assign(window, { seen });
	new PerformanceObserver((list) => {
		for (const { duration, startTime } of list.getEntries())
			if (seen.began > 0 && startTime > seen.began) seen.longestTask = Math.max(seen.longestTask, duration);
	}).observe({ type: 'longtask' });
	let last = performance.now();
	setInterval(() => {
		const now = performance.now();
		if (seen.began > 0 && seen.ended === 0) seen.longestGap = Math.max(seen.longestGap, now - last - 4);
		last = now;
	}, 4);
	new MutationObserver(() => {
		const phase = document.querySelector('[data-phase]')?.getAttribute('data-phase');
		if (phase === 'reading' && seen.began === 0) seen.began = performance.now();
		if (phase === 'done' && seen.began > 0 && seen.ended === 0) seen.ended = performance.now();
	}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-phase'] });
}

async function run(page: Page, folder: string): Promise<Run> {
	const input = page.locator('main [data-import="folder"]');
	await input.waitFor({ state: 'attached' });
	await page.evaluate(() =>
		Object.assign((window as never as { seen: object }).seen, {
			began: 0,
			ended: 0,
			longestTask: 0,
			longestGap: 0
		})
	);
	await input.setInputFiles(folder);
	await page.waitForFunction(() => (window as never as { seen: { ended: number } }).seen.ended > 0, null, {
		timeout: 600_000
	});
	const bytes = Number(await page.locator('data[data-metric="import-bytes"]').getAttribute('value'));
	const seen = await page.evaluate(
		() =>
			(window as never as { seen: { began: number; ended: number; longestTask: number; longestGap: number } })
				.seen
	);
	return { ms: seen.ended - seen.began, bytes, longestTask: seen.longestTask, longestGap: seen.longestGap };
}
