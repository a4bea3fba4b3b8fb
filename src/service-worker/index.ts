// The app without a network: build, static files and page shells of one version are kept together. Data never are:
// nothing under `/api` matches a route, so the browser sends it as if there were no service worker.
/// <reference types="@sveltejs/kit" />

import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { build, files, prerendered, version } from '$service-worker';
import { listenForPush } from './push.ts';
import { isApi, oldCaches, shellOf } from './routes.ts';
import { isShare, takeShare } from './share.ts';

declare const self: ServiceWorkerGlobalScope;

const CACHE_PREFIX = 'tidemark-';

const precache = new PrecacheController({ cacheName: `${CACHE_PREFIX}${version}` });
precache.addToCacheList([
	// Names of built files carry a hash of what is in them.
	...build.map((url) => ({ url, revision: null })),
	...[...files, ...prerendered].map((url) => ({ url, revision: version }))
]);

self.addEventListener('install', (event) => {
	precache.install(event);
});

self.addEventListener('activate', (event) => {
	precache.activate(event);
	event.waitUntil(
		caches
			.keys()
			.then((names) =>
				Promise.all(oldCaches(names, CACHE_PREFIX, version).map((name) => caches.delete(name)))
			)
	);
});

// A new version waits until a person lets it in: two versions of the app never share a page.
self.addEventListener('message', ({ data }) => {
	if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

listenForPush(self);

registerRoute(
	({ url, request, sameOrigin }) => sameOrigin && isShare(request.method, url.pathname),
	({ request }) => takeShare(request, caches),
	'POST'
);

registerRoute(
	new NavigationRoute(
		async ({ url, request }) => {
			const shell = await precache.matchPrecache(shellOf(url.pathname, prerendered));
			return shell ?? fetch(request);
		},
		{ denylist: [isApi] }
	)
);

registerRoute(new PrecacheRoute(precache));

// A tab still open on the version before asks for pieces the relay may not have any more.
registerRoute(
	({ url, sameOrigin }) => sameOrigin && url.pathname.includes('/_app/immutable/'),
	async ({ request }) => (await caches.match(request)) ?? fetch(request)
);
