// Every page of the app over data that tries to run as code, or that must not be read.
import { expect, type Page } from '@playwright/test';
import { PAGES } from './pages.ts';
import { CANARY } from './xss.ts';

export interface Watch {
	/** Payloads that ran. */
	ran: string[];
	/** Violations of the Content-Security-Policy. */
	reports: string[];
	errors: string[];
}

/** Before the first page is opened. */
export async function watch(page: Page): Promise<Watch> {
	const seen: Watch = { ran: [], reports: [], errors: [] };
	await page.exposeFunction(CANARY, (id: string) => seen.ran.push(id));
	await page.exposeFunction('__violated', (report: string) => seen.reports.push(report));
	await page.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', (event) => {
			const tell = (globalThis as unknown as { __violated(report: string): void }).__violated;
			tell(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
		});
	});
	page.on('dialog', (dialog) => {
		seen.ran.push(`dialog ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('pageerror', (error) => seen.errors.push(`${page.url()} ${error.message}`));
	return seen;
}

/** Calls back on each page once it shows what it has, the sessions' own pages among them. */
export async function visitAll(
	page: Page,
	base: string,
	sessions: string[],
	on: (path: string) => Promise<void>
) {
	for (const path of [...PAGES, ...sessions.map((id) => `/sessions/${encodeURIComponent(id)}`)]) {
		await page.goto(`${base}${path}?range=all`);
		await expect(page.locator('h1')).toBeVisible();
		await expect(page.locator('[aria-busy="true"]'), path).toHaveCount(0, { timeout: 40_000 });
		await on(path);
	}
}
