// Two builds of the app that tell themselves apart, served in turn at one address, and what a person sees of the change.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { BUILD_ENV, buildIfStale } from '#server/cli/build-app.ts';
import { createPages } from '#server/pages.ts';

const ROOT = join(import.meta.dirname, '../..');
const PARTS = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package.json', 'tsconfig.json'];

/** The app as it is built here, and built once more as `next` in a folder of its own. */
export function buildTwice(): { builds: Build[]; remove(): void } {
	if (!buildIfStale()) throw new Error('the app could not be built');
	const folder = mkdtempSync(join(tmpdir(), 'tidemark-build-'));
	for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
	symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
	symlinkSync(join(ROOT, 'server'), join(folder, 'server'));
	const shell = join(folder, 'src/app.html');
	writeFileSync(shell, readFileSync(shell, 'utf8').replace('<html', '<html data-build="next"'));
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(folder, 'node_modules/vite/bin/vite.js'), 'build'],
		{ cwd: folder, encoding: 'utf8', env: BUILD_ENV }
	);
	if (status !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`);
	return {
		builds: [
			{ name: '', folder: join(ROOT, 'build') },
			{ name: 'next', folder: join(folder, 'build') }
		],
		remove: () => rmSync(folder, { recursive: true, force: true })
	};
}

export interface Build {
	/** What its shell says of itself. */
	name: string;
	folder: string;
}

export interface Outcome {
	/** Times a page stood without its heading, or not on the version asked for. */
	blank: string[];
	/** Loads of either tab beyond those a person or the update asked for. */
	extraLoads: number;
}

/** Changes the version `cycles` times under two open tabs: one lets the update in, the other goes on, then reloads. */
export async function changeVersions(
	builds: Build[],
	context: BrowserContext,
	cycles: number
): Promise<Outcome> {
	const pages = await Promise.all(
		builds.map(({ folder }) => createPages({ buildDir: folder, allowedHosts: [] }))
	);
	let current = 0;
	const server = createServer((request, response) => {
		// Who looks is known; beyond that there is no relay behind it, and the app is to stand all the same.
		if (request.url === '/api/session')
			response
				.setHeader('content-type', 'application/json')
				.end(
					'{"signIn":"off","role":"owner","device":null,"user":null,"publicUrl":null,"demo":false,"program":null}'
				);
		else if (request.url?.startsWith('/api')) response.writeHead(503).end();
		else pages[current]!(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://localhost:${(server.address() as AddressInfo).port}`;
	const outcome: Outcome = { blank: [], extraLoads: 0 };
	try {
		const [first, second] = [await context.newPage(), await context.newPage()] as [Page, Page];
		let loads = 0;
		for (const page of [first, second]) {
			await page.goto(url);
			const kept = await page.evaluate(() =>
				Promise.race([
					navigator.serviceWorker.ready.then(() => true),
					new Promise<boolean>((resolve) => setTimeout(resolve, 60_000, false))
				])
			);
			if (!kept) throw new Error('the app has no service worker');
			await page.reload();
			await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
			page.on('load', () => loads++);
		}
		for (let cycle = 0; cycle < cycles; cycle++) {
			current = 1 - current;
			const { name } = builds[current]!;
			loads = 0;
			await first.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
			const reload = first.getByRole('button', { name: 'Reload' });
			await reload.waitFor({ timeout: 30_000 });
			await reload.click();
			await stands(first, name, `cycle ${cycle}, first tab`, outcome);
			// The other tab is still the version before: a page it has not loaded yet must come, not a blank.
			const link = second
				.getByRole('navigation')
				.getByRole('link')
				.nth(1 + (cycle % 8));
			await link.click();
			await stands(second, null, `cycle ${cycle}, second tab going on`, outcome);
			await second.reload();
			await stands(second, name, `cycle ${cycle}, second tab after its reload`, outcome);
			outcome.extraLoads += Math.max(0, loads - 3);
		}
	} finally {
		await new Promise((resolve) => {
			server.close(resolve);
			server.closeAllConnections();
		});
	}
	return outcome;
}

/** `build`: the version it has to be; `null`: either. */
async function stands(page: Page, build: string | null, when: string, outcome: Outcome): Promise<void> {
	try {
		await page.waitForFunction(
			(wanted) =>
				(wanted === null || (document.documentElement.dataset.build ?? '') === wanted) &&
				(document.querySelector('h1')?.textContent ?? '') !== '',
			build,
			{ timeout: 30_000 }
		);
	} catch {
		outcome.blank.push(`${when}: ${await page.locator('body').textContent()}`); // Counted: the claim is that there is none.
	}
}
