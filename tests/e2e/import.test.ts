// Importing in the browser: files chosen, dropped, opened and shared, how far it is, and what became of them.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, type Route, test } from '@playwright/test';
import { type Relay, startRelay } from '../support/relay.ts';
import { type Corpus, createCorpus } from '../support/transcript-corpus.ts';

const DAY_MS = 86_400_000;
const RANGE = () => `from=${day(Date.now() - 60 * DAY_MS)}&to=${day(Date.now() + DAY_MS)}`;
const day = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
const usd = (nano: number) =>
	`${Math.floor(nano / 1e9)}.${String(nano % 1e9).padStart(9, '0')}`.replace(/\.?0+$/, '');
const metric = (page: Page, name: string) => page.locator(`data[data-metric="${name}"]`).first();
const done = (page: Page) => expect(page.locator('[data-phase="done"]')).toBeAttached({ timeout: 30_000 });

let relay: Relay;
let folder: string;

test.beforeEach(async () => {
	relay = await startRelay();
	folder = mkdtempSync(join(tmpdir(), 'tidemark-e2e-import-'));
});

test.afterEach(async () => {
	await relay.remove();
	rmSync(folder, { recursive: true, force: true });
});

function corpusOf(seed: number, sessions = 25): Corpus {
	return createCorpus({ seed, sessions, endMs: Date.now() - DAY_MS });
}

/** Below `.claude/projects` of the test's folder, with two files that are none of ours. */
function place(corpus: Corpus): string {
	for (const { path, bytes } of corpus.files) {
		const full = join(folder, '.claude/projects', path);
		mkdirSync(dirname(full), { recursive: true });
		writeFileSync(full, bytes);
	}
	writeFileSync(join(folder, '.claude/notes.txt'), 'not ours');
	writeFileSync(join(folder, '.claude/old.tidemark'), '{"tidemark":"backup"}\n');
	return join(folder, '.claude');
}

async function costs(page: Page, nano: number): Promise<void> {
	await page.goto(`${relay.url}/?${RANGE()}`);
	await expect(metric(page, 'total-cost')).toHaveAttribute('value', usd(nano), { timeout: 30_000 });
}

/** Drops files on the page as an operating system does. */
async function drop(page: Page, files: { name: string; text: string }[]): Promise<void> {
	await expect(page.locator('h1')).toBeVisible();
	await page.evaluate((files) => {
		const dataTransfer = new DataTransfer();
		for (const { name, text } of files) dataTransfer.items.add(new File([text], name));
		const target = document.querySelector('h1')!;
		for (const type of ['dragenter', 'dragover', 'drop'])
			target.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
	}, files);
}

/** Opens files with the app, by real handles in the page's own file system. */
async function queueLaunch(page: Page): Promise<void> {
	await page.addInitScript(() => {
		let consumer: ((params: unknown) => void) | null = null;
		Object.defineProperty(window, 'launchQueue', {
			value: { setConsumer: (taken: (params: unknown) => void) => (consumer = taken) }
		});
		Object.assign(window, {
			launchFiles: async (files: { name: string; text: string }[]) => {
				const root = await navigator.storage.getDirectory();
				const handles = [];
				for (const { name, text } of files) {
					const handle = await root.getFileHandle(name, { create: true });
					const stream = await handle.createWritable();
					await stream.write(text);
					await stream.close();
					handles.push(handle);
				}
				consumer!({ files: handles });
			},
			launchAt: (targetURL: string) => consumer!({ files: [], targetURL }),
			isReady: () => consumer !== null
		});
	});
}

const accessible = async (page: Page) => {
	await expect(page.locator('h1')).toBeVisible();
	expect(
		(await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])
	).toEqual([]);
};

test('a folder gives its true cost, once however often it is chosen, and a report', async ({ page }) => {
	const corpus = corpusOf(1);
	await page.addInitScript(() => Object.defineProperty(window, 'showDirectoryPicker', { value: undefined }));
	await page.goto(`${relay.url}/settings`);
	await page.locator('#import [data-import="folder"]').setInputFiles(place(corpus));
	await expect(page).toHaveURL(/\/import/);
	await done(page);
	const transcripts = corpus.files.filter(({ path }) => path.endsWith('.jsonl')).length;
	await expect(metric(page, 'import-files')).toHaveAttribute('value', String(transcripts));
	await expect(page.locator('tr[data-why="other-kind"]')).toContainText('.claude/notes.txt');
	await expect(page.locator('tr[data-why="backup"]')).toContainText('npm run restore');
	expect(await page.locator('main').textContent()).not.toContain(folder);
	await accessible(page);

	await page.locator('main [data-import="folder"]').setInputFiles(join(folder, '.claude'));
	await expect(metric(page, 'import-accepted')).toHaveAttribute('value', '0', { timeout: 30_000 });
	await costs(page, corpus.costNano);
});

test('a file deleted after it was chosen is named, and what was asked for with it is read', async ({
	page
}) => {
	const corpus = corpusOf(6);
	const chosen = place(corpus);
	const gone = join(chosen, 'projects/-p/gone.jsonl');
	mkdirSync(dirname(gone));
	writeFileSync(gone, '{"type":"mode"}\n');
	await page.addInitScript(() => Object.defineProperty(window, 'showDirectoryPicker', { value: undefined }));
	await page.route('**/api/import', async (route) => {
		// The page asks for the terms when it knows the files' names and sizes.
		rmSync(gone, { force: true });
		await route.continue();
	});
	await page.goto(`${relay.url}/import`);
	await page.locator('main [data-import="folder"]').setInputFiles(chosen);
	await done(page);
	await expect(page.locator('tr[data-why="unreadable"]')).toContainText('-p/gone.jsonl');
	await page.unrouteAll({ behavior: 'wait' });
	await costs(page, corpus.costNano);
});

test('a folder opened by the File System Access dialog is walked to its ends', async ({ page }) => {
	const corpus = corpusOf(2, 8);
	await page.addInitScript(
		({ files }) => {
			const showDirectoryPicker = async () => {
				const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('.claude', {
					create: true
				});
				for (const { path, text } of files) {
					let at = await root.getDirectoryHandle('projects', { create: true });
					const parts = path.split('/');
					for (const name of parts.slice(0, -1)) at = await at.getDirectoryHandle(name, { create: true });
					const stream = await (await at.getFileHandle(parts.at(-1)!, { create: true })).createWritable();
					await stream.write(text);
					await stream.close();
				}
				return root;
			};
			Object.assign(window, { showDirectoryPicker });
		},
		{ files: corpus.files.map(({ path, bytes }) => ({ path, text: bytes.toString() })) }
	);
	await page.goto(`${relay.url}/import`);
	await accessible(page);
	await page.locator('main button').first().click();
	await done(page);
	await costs(page, corpus.costNano);
});

test('files dropped anywhere, and files opened with the app, are imported', async ({ page }) => {
	const corpus = corpusOf(3, 10);
	const files = corpus.files
		.filter(({ path }) => path.endsWith('.jsonl'))
		.map(({ path, bytes }) => ({ name: path.split('/').at(-1)!, text: bytes.toString() }));
	const half = Math.ceil(files.length / 2);
	await queueLaunch(page);
	await page.goto(`${relay.url}/sessions`);
	await page.waitForFunction(() => (window as unknown as { isReady(): boolean }).isReady());
	await drop(page, files.slice(0, half));
	await expect(page).toHaveURL(/\/import/);
	await done(page);
	await expect(metric(page, 'import-files')).toHaveAttribute('value', String(half));

	await page.goto(`${relay.url}/live`);
	await page.waitForFunction(() => (window as unknown as { isReady(): boolean }).isReady());
	await page.evaluate(
		(files) => (window as unknown as { launchFiles(files: unknown): Promise<void> }).launchFiles(files),
		files.slice(half)
	);
	await expect(page).toHaveURL(/\/import/);
	await done(page);
	await expect(metric(page, 'import-files')).toHaveAttribute('value', String(files.length - half));
	await page.evaluate(
		(url) => (window as unknown as { launchAt(url: string): void }).launchAt(url),
		`${relay.url}/tools`
	);
	await expect(page).toHaveURL(/\/tools/);
	await costs(page, corpus.costNano);
});

test('what is shared is read only when a person says so', async ({ page }) => {
	const corpus = corpusOf(4, 3);
	const { bytes } = corpus.files.find(({ path }) => path.endsWith('.jsonl'))!;
	await page.goto(`${relay.url}/`);
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.reload();
	const share = () =>
		page.evaluate(async (text) => {
			const form = new FormData();
			form.append('files', new File([text], 'shared session.jsonl'));
			const response = await fetch('/import', { method: 'POST', body: form });
			return [response.ok, new URL(response.url).pathname];
		}, bytes.toString());
	expect(await share()).toEqual([true, '/import']);
	await page.goto(`${relay.url}/import`);
	await expect(page.locator('#shared')).toContainText('shared session.jsonl');
	await accessible(page);
	await page.locator('#shared button').nth(1).click();
	await expect(page.locator('#shared')).toHaveCount(0);
	await page.reload();
	await expect(page.locator('main [data-import="files"]')).toBeAttached();
	expect((await relay.health()).events).toBe(0);

	await share();
	await page.goto(`${relay.url}/import`);
	await page.locator('#shared button').first().click();
	await done(page);
	await expect(metric(page, 'import-files')).toHaveAttribute('value', '1');
	await page.reload();
	await expect(page.locator('main [data-import="files"]')).toBeAttached();
	await expect(page.locator('#shared')).toHaveCount(0);
});

test('without a relay it says so and goes on when there is one; cancelled, it keeps what was sent', async ({
	page
}) => {
	const corpus = corpusOf(5, 6);
	await page.addInitScript(() => Object.defineProperty(window, 'showDirectoryPicker', { value: undefined }));
	await page.goto(`${relay.url}/import`);
	const input = page.locator('main [data-import="folder"]');
	await expect(input).toBeAttached();
	const config = place(corpus);
	await relay.stop();
	await input.setInputFiles(config);
	await expect(page.locator('[data-phase="offline"]')).toBeVisible();
	await accessible(page);
	await relay.restart();
	await page.locator('[data-phase="offline"] button').first().click();
	await done(page);
	await costs(page, corpus.costNano);

	// The relay goes away in the middle: nothing is lost, and a person may give up.
	await page.goto(`${relay.url}/import`);
	await page.route('**/api/import', (route) =>
		route.request().method() === 'POST' ? route.abort() : route.continue()
	);
	await page.locator('main [data-import="folder"]').setInputFiles(config);
	await expect(page.locator('[data-phase="waiting"]')).toBeVisible();
	await accessible(page);
	// It goes on while another page is looked at.
	await page.locator('nav a[href^="/tools"]').first().click();
	await expect(page.locator('.banners a[href^="/import"]')).toBeVisible();
	await page.locator('.banners a[href^="/import"]').click();
	// Asked to try while it cannot succeed: once it may, its own retry could take the button away before the click.
	const asked = page.waitForRequest(
		(request) => request.method() === 'POST' && request.url().endsWith('/api/import')
	);
	await page.locator('[data-phase="waiting"] button').first().click();
	await asked;
	await page.unroute('**/api/import');
	await done(page);
	await expect(metric(page, 'import-accepted')).toHaveAttribute('value', '0');

	await page.route('**/api/import', (route) =>
		route.request().method() === 'POST' ? route.abort() : route.continue()
	);
	await page.locator('main [data-import="folder"]').setInputFiles(config);
	await expect(page.locator('[data-phase="waiting"]')).toBeVisible();
	await page.locator('[data-phase="waiting"] button').nth(1).click();
	await expect(page.locator('[data-phase="stopped"]')).toBeVisible();
	await page.unroute('**/api/import');
	await costs(page, corpus.costNano);
});

test('a relay that goes away before all of the first page has come takes nothing off the screen', async ({
	page
}) => {
	// The service worker's keeper is asked for last. The build before left one too.
	const chunks = join(import.meta.dirname, '../../build/client/_app/immutable/chunks');
	const last = readdirSync(chunks).filter(
		(name) => name.endsWith('.js') && readFileSync(join(chunks, name), 'utf8').includes('SKIP_WAITING')
	);
	const asked = Promise.withResolvers<Route>();
	for (const name of last) await page.route(`**/${name}`, (route) => asked.resolve(route), { times: 1 });
	await page.goto(`${relay.url}/import`);
	const input = page.locator('main [data-import="folder"]');
	await expect(input).toBeAttached();
	const route = await asked.promise;
	await relay.stop();
	// Once the relay is asked whether it is there at all, and is not, all is decided.
	const refused = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/health'));
	await route.abort();
	await refused;
	await expect(input).toBeAttached();
	await page.unrouteAll({ behavior: 'wait' });
	await input.setInputFiles(place(corpusOf(7, 2)));
	await expect(page.locator('[data-phase="offline"]')).toBeVisible();
});
