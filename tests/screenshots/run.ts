// `npm run screenshots`: every page over each world, at two sizes, light and dark, into a folder; `--store` makes the few
// that the README and the manifest show. For eyes, not for comparison: the demo's days end today.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright';
import config from '../../playwright.config.ts';
import { buildIfStale } from '../../server/cli/build-app.ts';
import { STORED, type Stored } from './stored.ts';
import { WORLDS, type World } from './worlds.ts';

const USAGE = `npm run screenshots -- [FOLDER] [--world demo,empty,real,signed-out] [--page PATH,…] [--width 1440,390]
                      [--theme light,dark] [--language en,ko,fr,ja] [--store]

FOLDER is test-results/screenshots unless given. --store writes static/screenshots and nothing else.`;

const root = join(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		world: { type: 'string', default: Object.keys(WORLDS).join() },
		page: { type: 'string' },
		width: { type: 'string', default: '1440,390' },
		theme: { type: 'string', default: 'light,dark' },
		language: { type: 'string', default: 'en' },
		store: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false }
	}
});
type Theme = 'light' | 'dark';
/** Pixels: long lists draw only what is in view. */
const MOST = 5000;
const heightOf = (most: number) => Math.min(document.documentElement.scrollHeight, most);

if (values.help) console.log(USAGE);
else if (values.store) await withBrowser(store);
else await withBrowser(shootAll);

async function withBrowser(work: (browser: Browser) => Promise<void>): Promise<void> {
	if (!buildIfStale()) throw new Error('the app could not be built');
	const browser = await chromium.launch(config.use?.launchOptions);
	try {
		await work(browser);
	} finally {
		await browser.close();
	}
}

async function shootAll(browser: Browser): Promise<void> {
	const folder = positionals[0] ?? join(root, 'test-results/screenshots');
	await mkdir(folder, { recursive: true });
	for (const name of values.world.split(',')) {
		const world = await WORLDS[name]!();
		try {
			for (const width of values.width.split(',').map(Number))
				for (const language of values.language.split(','))
					await shootWorld(browser, world, { width, language }, folder);
		} finally {
			await world.relay.remove();
		}
	}
}

async function shootWorld(
	browser: Browser,
	world: World,
	{ width, language }: { width: number; language: string },
	folder: string
): Promise<void> {
	const wanted = values.page?.split(',');
	const page = await open(browser, { width, height: width < 600 ? 844 : 900 }, language);
	for (const path of world.paths.filter((one) => wanted?.includes(one) ?? true)) {
		await visit(page, world, path);
		for (const theme of values.theme.split(',') as Theme[]) {
			await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
			await painted(page);
			const file = [
				world.name,
				path.slice(1).replaceAll('/', '-') || 'overview',
				width,
				theme,
				...(language === 'en' ? [] : [language])
			];
			const clip = { x: 0, y: 0, width, height: await page.evaluate(heightOf, MOST) };
			await page.screenshot({ path: join(folder, `${file.join('-')}.png`), fullPage: true, clip });
		}
		console.log(`${world.name} ${width} ${language} ${path}`);
	}
	await page.context().close();
}

async function store(browser: Browser): Promise<void> {
	const folder = join(root, 'static/screenshots');
	const world = await WORLDS.demo!();
	try {
		for (const one of STORED) await shootStored(browser, world, one, join(folder, one.file));
	} finally {
		await world.relay.remove();
	}
}

async function shootStored(browser: Browser, world: World, one: Stored, file: string): Promise<void> {
	const page = await open(browser, one, 'en');
	// A browser that has just met the relay has not all names yet.
	await visit(page, world, '/');
	await visit(page, world, one.page);
	await page.emulateMedia({ colorScheme: one.theme, reducedMotion: 'reduce' });
	await painted(page);
	await page.screenshot({ path: file });
	console.log(file);
	await page.context().close();
}

async function open(
	browser: Browser,
	{ width, height }: { width: number; height: number },
	locale: string
): Promise<Page> {
	const phone = width < 600;
	const context = await browser.newContext({
		viewport: { width, height },
		isMobile: phone,
		hasTouch: phone,
		locale: locale === 'en' ? 'en-US' : locale,
		serviceWorkers: 'block'
	});
	return context.newPage();
}

/** Opens a page and waits until all it shows is there: its figures, its charts, its fonts. */
async function visit(page: Page, world: World, path: string): Promise<void> {
	await page.goto(
		world.relay.url + (path.startsWith('/sessions/') ? await sessionPath(page, world, path) : path)
	);
	await settled(page);
}

/** Demo and capture have other ids every time: the dearest sessions are looked up in the list. */
async function sessionPath(page: Page, world: World, path: string): Promise<string> {
	await page.goto(`${world.relay.url}/sessions?range=30d&sort=cost`);
	const rows = page.locator('[data-session]');
	await rows.first().waitFor();
	await settled(page);
	const keys = await rows.evaluateAll((all) =>
		all.map((row) => encodeURIComponent(row.getAttribute('data-session')!))
	);
	return path === '/sessions/compare' ? `${path}?a=${keys[0]}&b=${keys[1]}` : `/sessions/${keys[0]}`;
}

async function settled(page: Page): Promise<void> {
	await page.locator('h1').first().waitFor();
	await page.locator('[data-connection="live"], [data-access]').first().waitFor();
	// Charts far down are drawn when they are come near, or for paper.
	await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
	await page.waitForFunction(
		() =>
			document.querySelector('[aria-busy="true"]') === null &&
			[...document.querySelectorAll('figure .host')].every((host) => host.firstChild !== null)
	);
	await painted(page);
}

async function painted(page: Page): Promise<void> {
	await page.evaluate(async () => {
		await document.fonts.ready;
		await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
	});
}
