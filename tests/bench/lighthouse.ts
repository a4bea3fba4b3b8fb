// Lighthouse over the built app in a browser that is signed in and holds three months of sample data, as after the first
// day: desktop and phone, the median of five.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright';
import { openJournal } from '#server/journal/open.ts';
import { createDemo } from '#server/sources/demo.ts';
import config from '../../playwright.config.ts';
import { freePorts, type Relay, startRelay } from '../support/relay.ts';
import { atLeast, type Bench, type Figure, percentile } from './figure.ts';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const ROUNDS = 5;
const PAGES = ['/', '/sessions', '/tools'];
const PRESETS = ['desktop', 'mobile'];
const AIMS = { performance: 95, accessibility: 100, 'best-practices': 100 };
type Category = keyof typeof AIMS;
const CATEGORIES = Object.keys(AIMS) as Category[];
const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

interface Report {
	categories: Record<Category, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
	audits: Record<string, { score: number | null; scoreDisplayMode: string; displayValue?: string }>;
	runtimeError?: { message: string };
}

export const bench: Bench = {
	name: `Lighthouse, signed in, sample data, median of ${ROUNDS}`,
	needs: `a build, Chromium, and npx's cache of ${LIGHTHOUSE}`,
	async run() {
		if (!existsSync(join(ROOT, 'build/handler.js')))
			throw new Error('there is no build: run npm run build first');
		const { relay, folder } = await setUp();
		try {
			const figures: Figure[] = [];
			for (const path of PAGES) figures.push(...(await measure(relay.url + path, folder)));
			return figures;
		} finally {
			await relay.remove();
			await rm(folder, { recursive: true, force: true });
		}
	}
};

/** A relay and, in the folder, the profile of a browser that knows it. */
export async function setUp(): Promise<{ relay: Relay; folder: string }> {
	const folder = await mkdtemp(join(tmpdir(), 'tidemark-lighthouse-'));
	await requireLighthouse(folder);
	fill(join(folder, 'data'));
	const relay = await startRelay({ dataDir: folder, signIn: true });
	await prepare(relay, join(folder, 'browser'));
	return { relay, folder };
}

/** It is no dependency, and nothing is fetched behind anyone's back. */
async function requireLighthouse(folder: string): Promise<void> {
	try {
		await npx(folder, ['--version']);
	} catch (cause) {
		throw new Error(`fetch it once, anywhere outside this folder: npx --yes ${LIGHTHOUSE} --version`, {
			cause
		});
	}
}

function npx(folder: string, options: string[]): Promise<unknown> {
	return run('npx', ['--yes', '--offline', LIGHTHOUSE, ...options], {
		cwd: folder,
		env: { PATH: process.env.PATH, HOME: process.env.HOME },
		maxBuffer: 64 << 20
	});
}

function fill(dir: string): void {
	const nowMs = Date.now();
	const store = openJournal(dir);
	for (const day of createDemo({ seed: 1, nowMs }).backlog())
		for (let at = 0; at < day.length; at += 500)
			store.fold.take(store.journal.append(day.slice(at, at + 500)).records);
	store.close();
}

/** Signs the profile in and waits until it holds everything, the app's own files too. */
async function prepare(relay: Relay, profile: string): Promise<void> {
	const context = await chromium.launchPersistentContext(profile, {
		...config.use?.launchOptions,
		locale: 'en-US'
	});
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(120_000);
		await page.goto(await relay.open());
		await page.locator('[data-connection="live"]').first().waitFor();
		await page.goto(`${relay.url}/settings`);
		await page.getByText(/All history is on this device/).waitFor();
		await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
	} finally {
		await context.close();
	}
}

/** A page's scores by preset and category. */
export async function measure(url: string, folder: string, rounds = ROUNDS): Promise<Figure[]> {
	const figures: Figure[] = [];
	for (const preset of PRESETS) {
		const reports: Report[] = [];
		for (let round = 0; round < rounds; round++) reports.push(await once(url, preset, folder));
		for (const category of CATEGORIES) {
			const scores = reports.map((report) => Math.round((report.categories[category].score ?? 0) * 100));
			const note = [`of ${scores.join(', ')}`, ...new Set(reports.flatMap((one) => lost(one, category)))];
			const name = `${new URL(url).pathname}, ${preset}, ${category}`;
			figures.push(atLeast(name, percentile(scores, 0.5), AIMS[category], 'points', note.join('; ')));
		}
	}
	return figures;
}

/** One visit in a browser of its own, which is gone afterwards; the profile stays. */
async function once(url: string, preset: string, folder: string): Promise<Report> {
	const [port] = await freePorts(1);
	const browser = await openBrowser(join(folder, 'browser'), port!);
	const file = join(folder, 'report.json');
	try {
		await npx(folder, [
			url,
			`--port=${port}`,
			...(preset === 'desktop' ? ['--preset=desktop'] : []),
			'--disable-storage-reset',
			`--only-categories=${CATEGORIES.join()}`,
			'--no-enable-error-reporting',
			'--output=json',
			`--output-path=${file}`,
			'--quiet'
		]);
		const report = JSON.parse(await readFile(file, 'utf8')) as Report;
		if (report.runtimeError) throw new Error(report.runtimeError.message);
		return report;
	} finally {
		await ended(browser);
	}
}

async function openBrowser(profile: string, port: number): Promise<ChildProcess> {
	const { executablePath, args } = config.use!.launchOptions!;
	const child = spawn(
		executablePath!,
		[
			...args!,
			'--headless=new',
			`--user-data-dir=${profile}`,
			`--remote-debugging-port=${port}`,
			'about:blank'
		],
		{ stdio: 'ignore' }
	);
	const deadline = Date.now() + 20_000;
	for (;;) {
		const there = await fetch(`http://127.0.0.1:${port}/json/version`).then(
			({ ok }) => ok,
			// Not listening yet.
			() => false
		);
		if (there) return child;
		if (child.exitCode !== null || Date.now() > deadline) throw new Error('Chromium did not start');
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null) return;
	const exit = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGTERM');
	await exit;
}

/** What cost points in a category. */
function lost(report: Report, category: Category): string[] {
	return report.categories[category].auditRefs
		.filter(({ id, weight }) => weight > 0 && (report.audits[id]?.score ?? 1) < 0.9)
		.map(({ id }) => `${id} ${report.audits[id]?.displayValue ?? ''}`.trim());
}
