// What a person waits for, in the built app on a large history in Chromium: from a click to what it asked for, how long
// the page is blocked meanwhile, and whether live rows stay where they are being read.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import type { DomainEvent } from '#lib/domain/event.ts';
import { openJournal } from '#server/journal/open.ts';
import { createLoad } from '../support/load.ts';
import { randomEvents } from '../support/make-event.ts';
import { freePorts, type Relay, startRelay } from '../support/relay.ts';
import { exporting } from './export.ts';
import { atMost, type Bench, type Figure } from './figure.ts';
import { clickTo, known, longestTask } from './page-watch.ts';
import { createSender } from './sender.ts';

const COUNT = Number(process.env.TIDEMARK_BENCH_EVENTS ?? 1_000_000);
const LONG = 10_000;
const LONG_ID = 'b0b0b0b0-0000-4000-8000-000000010000';
const DAY_MS = 86_400_000;
const BATCH = 5000;
const ROOT = join(import.meta.dirname, '../..');

export const bench: Bench = {
	name: `views on ${COUNT.toLocaleString('en-US')} events in Chromium (another session of ${LONG.toLocaleString('en-US')})`,
	needs: 'a build, Chromium; --keep DIR fills a folder once, --only fill|panels|session|search|export|live',
	async run({ keep, only, tell }) {
		if (!existsSync(join(ROOT, 'build/handler.js')))
			throw new Error('there is no build: run npm run build first');
		const folder = keep === null ? await mkdtemp(join(tmpdir(), 'tidemark-bench-')) : resolve(keep);
		await mkdir(folder, { recursive: true });
		if (!existsSync(join(folder, 'filled'))) fill(join(folder, 'data'));
		writeFileSync(join(folder, 'filled'), '');
		const relay = await startRelay({ dataDir: folder, ports: await portsOf(folder) });
		const context = await openBrowser(join(folder, 'browser'));
		const wants = (part: string) => only === null || only.has(part);
		try {
			const page = await context.newPage();
			await history(page, relay.url);
			if (wants('session')) tell(await session(page, relay.url));
			if (wants('panels')) tell(await panels(page, relay.url));
			if (wants('search')) tell(await search(page, relay.url));
			if (wants('export')) {
				for await (const figures of exporting(page, relay.url, join(folder, 'browser'))) tell(figures);
			}
			if (wants('live')) tell(await live(page, relay));
			return [{ name: 'load of the machine, at the end', value: loadavg()[0]!, unit: '×' }];
		} finally {
			await context.close();
			if (keep === null) await relay.remove();
			else await relay.stop();
		}
	}
};

/** The browser keeps what it holds by the address: it has to stay the same. */
async function portsOf(folder: string): Promise<number[]> {
	const file = join(folder, 'ports.json');
	if (!existsSync(file)) writeFileSync(file, JSON.stringify(await freePorts(3)));
	return JSON.parse(readFileSync(file, 'utf8')) as number[];
}

/** Ninety days, and today one session of many events. */
function fill(dir: string): void {
	const nowMs = Date.now();
	const store = openJournal(dir);
	const put = (events: DomainEvent[]) => store.fold.take(store.journal.append(events).records);
	const batch: DomainEvent[] = [];
	const startMs = nowMs - 90 * DAY_MS;
	for (const event of randomEvents(7, COUNT, { startMs, spanMs: 89 * DAY_MS, parallel: 6 })) {
		batch.push(event);
		if (batch.length === BATCH) put(batch.splice(0));
	}
	put(batch);
	const long: DomainEvent[] = [];
	for (const event of randomEvents(8, LONG, {
		startMs: nowMs - 6 * 3_600_000,
		spanMs: 5 * 3_600_000,
		parallel: 1
	})) {
		// Prompts are named by the session they were made for.
		long.push({ ...event, sessionId: LONG_ID });
	}
	put(long);
	store.close();
}

async function openBrowser(profile: string): Promise<BrowserContext> {
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: process.env.TIDEMARK_CHROMIUM ?? '/usr/bin/chromium',
		viewport: { width: 1440, height: 900 },
		locale: 'en-US',
		timezoneId: 'Europe/Paris',
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync'
		]
	});
	context.setDefaultTimeout(120_000);
	await context.addInitScript(() => {
		const long: number[] = [];
		Object.assign(window, { long });
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) long.push(duration);
		}).observe({ type: 'longtask', buffered: true });
	});
	return context;
}

/** With the build that is there now: a kept browser would go on with the one it was filled by. */
async function history(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/settings`);
	await page.evaluate(async () => {
		for (const registration of await navigator.serviceWorker.getRegistrations())
			await registration.unregister();
		for (const name of await caches.keys()) await caches.delete(name);
	});
	await page.reload();
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
	await page.getByText(/All history is on this device/).waitFor({ timeout: 1_800_000 });
}

/** Each page from a fresh start of the app, so that nothing has been read for it before. */
async function panels(page: Page, url: string): Promise<Figure[]> {
	const figures: Figure[] = [];
	for (const [path, metric] of [
		['/tools', 'tool-calls'],
		['/performance', 'average-response-time'],
		['/productivity', 'lines-added'],
		['/skills', 'skill-activations']
	] as const) {
		const took: number[] = [];
		for (let round = 0; round < 3; round++) {
			await page.goto(`${url}/?range=30d`);
			await page.locator(known('total-cost')).first().waitFor();
			await page.waitForTimeout(500);
			took.push(await clickTo(page, `nav a[href^="${path}"]`, known(metric)));
		}
		figures.push(atMost(`${path}, click to figures, 30 days`, Math.min(...took), 400, 'ms', all(took)));
	}
	return figures;
}

async function session(page: Page, url: string): Promise<Figure[]> {
	const took: number[] = [];
	for (let round = 0; round < 3; round++) {
		await page.goto(`${url}/sessions?range=30d&q=${LONG_ID.slice(0, 8)}`);
		await page.locator(`[data-session="${LONG_ID}"]`).waitFor();
		await page.waitForTimeout(500);
		took.push(await clickTo(page, `[data-session="${LONG_ID}"] a`, '[role="treeitem"]'));
	}
	await page.locator(known('attribution-total')).waitFor();
	const opening = await longestTask(page);
	await page.getByRole('button', { name: 'Unfold all' }).click();
	await page.waitForTimeout(500);
	await longestTask(page);
	await page.evaluate(async () => {
		const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
		for (let step = 0; step < 200; step++) {
			window.scrollBy(0, step < 150 ? 700 : 9000);
			await frame();
		}
	});
	return [
		atMost(`session of ${LONG} events, click to rows`, Math.min(...took), 300, 'ms', all(took)),
		{ name: 'longest task while it opens', value: opening, unit: 'ms' },
		atMost('longest task while its tree is scrolled', await longestTask(page), 100, 'ms')
	];
}

async function search(page: Page, url: string): Promise<Figure[]> {
	const took: number[] = [];
	let scan = Number.POSITIVE_INFINITY;
	for (let round = 0; round < 3; round++) {
		await page.goto(`${url}/?from=${dateOf(-100)}&to=${dateOf(1)}`);
		await page.locator(known('total-cost')).first().waitFor();
		await page.waitForTimeout(500);
		await longestTask(page);
		const first = await clickTo(page, 'nav a[href^="/search"]', 'main [data-event]');
		const began = performance.now();
		took.push(first);
		await page.getByText(/searched in/).waitFor();
		scan = Math.min(scan, first + performance.now() - began);
	}
	return [
		atMost('search, click to first hits', Math.min(...took), 300, 'ms', all(took)),
		atMost('search, all events', scan, 5000, 'ms'),
		atMost('longest task while it searches', await longestTask(page), 100, 'ms')
	];
}

const dateOf = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

const LIVE = { perSecond: 200, seconds: 10, everyMs: 100 };

async function live(page: Page, relay: Relay): Promise<Figure[]> {
	await page.goto(`${relay.url}/live`);
	await page.locator('main [data-event]').first().waitFor();
	const load = createLoad({
		seed: 15,
		startMs: Date.now(),
		stepMs: 1000 / LIVE.perSecond,
		sessionLength: 500
	});
	const sender = createSender(relay.otlpHttpPort, 'application/x-protobuf', 4);
	const each = (LIVE.perSecond * LIVE.everyMs) / 1000;
	const rounds = (LIVE.seconds * 1000) / LIVE.everyMs;
	let sending: Promise<void> = Promise.resolve();
	const send = async () => {
		const began = performance.now();
		for (let round = 0; round < rounds; round++) {
			const early = began + round * LIVE.everyMs - performance.now();
			if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
			await sender.post(load.protobuf(each));
		}
	};
	const place = () =>
		page.evaluate(() => {
			const row = [...document.querySelectorAll('main [data-event]')].find(
				(one) => one.getBoundingClientRect().top > 300
			);
			Object.assign(window, { read: row });
			return row?.getBoundingClientRect().top ?? null;
		});
	const moved = (top: number | null) =>
		page.evaluate((top) => {
			const { read } = window as unknown as { read: Element };
			return read.isConnected && top !== null ? Math.abs(read.getBoundingClientRect().top - top) : 9999;
		}, top);
	await longestTask(page);
	sending = send();
	await sending;
	const flowing = await longestTask(page);
	// The pointer over the list means that someone reads.
	const box = (await page.locator('main [role="list"]').boundingBox())!;
	await page.mouse.move(box.x + 60, Math.min(700, box.y + 250));
	await page.waitForTimeout(600);
	const top = await place();
	sending = send();
	await sending;
	const off = await moved(top);
	sender.close();
	return [
		atMost(`live at ${LIVE.perSecond} events/s, longest task`, flowing, 100, 'ms'),
		atMost('longest task while it is read', await longestTask(page), 100, 'ms'),
		{
			name: 'rows moved while they were read',
			value: off,
			unit: 'px',
			aim: { text: '0', met: off === 0 }
		}
	];
}

const all = (took: readonly number[]) => `of ${took.map((ms) => Math.round(ms)).join(', ')}`;
