// What other programs share with the app: kept until the import page has asked a person about it, so that it works
// offline and nothing is read unasked.
import { IMPORT_PATH, SHARED_CACHE } from '#lib/domain/import.ts';

const MAX_FILES = 1000;

/** Whether a request is a share, as the manifest's `share_target` describes it. */
export function isShare(method: string, path: string): boolean {
	return method === 'POST' && path === IMPORT_PATH;
}

/** Keeps the files of a share, in place of an earlier one's; leads to the page that shows them. */
export async function takeShare(request: Request, caches: CacheStorage): Promise<Response> {
	const form = await request.formData();
	const files = form.getAll('files').filter((part) => part instanceof File);
	await caches.delete(SHARED_CACHE);
	const cache = await caches.open(SHARED_CACHE);
	for (const [index, file] of files.slice(0, MAX_FILES).entries()) {
		const name = encodeURIComponent(file.name.slice(-200));
		await cache.put(new URL(`/shared/${index}/${name}`, request.url), new Response(file));
	}
	return Response.redirect(new URL(IMPORT_PATH, request.url), 303);
}
