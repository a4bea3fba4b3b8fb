// Files another program shared with the app, as the service worker left them. Any page may make a browser send such a
// share, so nothing is read of them before a person has said so.
import { SHARED_CACHE } from '#lib/domain/import.ts';

/** None where the browser keeps no caches. */
export async function readShared(): Promise<File[]> {
	// Not in an insecure context.
	if (typeof caches === 'undefined' || !(await caches.has(SHARED_CACHE))) return [];
	const cache = await caches.open(SHARED_CACHE);
	const files: File[] = [];
	for (const request of await cache.keys()) {
		const response = await cache.match(request);
		const name = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '');
		if (response !== undefined) files.push(new File([await response.blob()], name));
	}
	return files;
}

export async function forgetShared(): Promise<void> {
	await caches.delete(SHARED_CACHE);
}
