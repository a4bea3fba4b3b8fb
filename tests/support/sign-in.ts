// Signing a browser in as people do it, and the state it is then in.
import { expect, type Page } from '@playwright/test';
import type { Relay } from './relay.ts';

/** The link the relay printed at its first start. */
export function printedLink(relay: Relay): string {
	const link = /http:\/\/localhost:\d+\/#k=[\w-]+/.exec(relay.output())?.[0];
	if (link === undefined) throw new Error(`no link was printed:\n${relay.output()}`);
	return link;
}

/** Opens the link and waits until the app is there. */
export async function signIn(page: Page, link: string): Promise<void> {
	await page.goto(link);
	await isIn(page);
}

export async function isIn(page: Page): Promise<void> {
	await expect(page.locator('[data-connection]')).toBeVisible();
	expect(new URL(page.url()).hash).toBe('');
}

/** Waits for the page that stands in place of the app, and why. */
export async function isOut(page: Page, reason: string): Promise<void> {
	await expect(page.locator(`[data-access="${reason}"]`)).toBeVisible();
	await expect(page.locator('[data-metric]')).toHaveCount(0);
}
