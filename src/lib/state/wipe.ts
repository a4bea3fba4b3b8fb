// Leaves nothing of the relay's data in this browser: replica, caches, notifications, service worker. What stays is how a
// person likes the app to look.
import { createPlace, STORE_NAME } from '#lib/db/place.ts';

const KEPT = ['tidemark.settings'];
const PATIENCE_MS = 4000;

/** Each part is tried, whatever becomes of the others. Rejects with the first failure, when all is done. */
export async function wipe(): Promise<void> {
	const results = await Promise.allSettled([unsubscribe(), deleteStore(), deleteCaches(), forgetChoices()]);
	const registration = await navigator.serviceWorker?.getRegistration();
	await registration?.unregister();
	for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function unsubscribe(): Promise<void> {
	const registration = await navigator.serviceWorker?.getRegistration();
	await (await registration?.pushManager?.getSubscription())?.unsubscribe();
	for (const notification of (await registration?.getNotifications?.()) ?? []) notification.close();
}

/** Other tabs close their connections when asked; one that does not answer keeps the browser waiting, not the person. */
async function deleteStore(): Promise<void> {
	const place = createPlace(STORE_NAME);
	await place.enter();
	await Promise.race([place.destroy(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

async function deleteCaches(): Promise<void> {
	if (typeof caches === 'undefined') return;
	await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

function forgetChoices(): void {
	for (const key of Object.keys(localStorage)) if (!KEPT.includes(key)) localStorage.removeItem(key);
	sessionStorage.clear();
}
