// The built app behind the guard: SvelteKit's own Node handler, with our headers on everything it sends.
import { existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { forbidFrames, readPolicy } from './csp.ts';
import { typed } from './program.ts';
import type { Pages } from './relay.ts';
import { createGuard, SECURITY_HEADERS } from './security.ts';

/** Removes what an earlier service worker keeps, then itself, and opens the pages anew, straight from the relay. */
const LEAVING_WORKER = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil((async () => {
	for (const name of await caches.keys()) await caches.delete(name);
	await self.registration.unregister();
	for (const page of await self.clients.matchAll({ type: 'window' })) await page.navigate(page.url);
})()));
`;

/** Variables adapter-node reads: the relay decides on hosts and proxies itself. */
const ADAPTER_VARIABLES = [
	'ORIGIN',
	'XFF_DEPTH',
	'ADDRESS_HEADER',
	'PROTOCOL_HEADER',
	'HOST_HEADER',
	'PORT_HEADER',
	'BODY_SIZE_LIMIT'
];

export interface PagesOptions {
	/** Where SvelteKit's build lies. */
	buildDir: string;
	allowedHosts: readonly string[];
	/** `false`: in place of the app's service worker one is served that removes it, with all it had cached. */
	serviceWorker?: boolean;
}

/** Serves the build, or says that it is missing. Changes the environment: see ADAPTER_VARIABLES. */
export async function createPages({
	buildDir,
	allowedHosts,
	serviceWorker = true
}: PagesOptions): Promise<Pages> {
	for (const name of ADAPTER_VARIABLES) delete process.env[name];
	const entry = join(buildDir, 'handler.js');
	const built = existsSync(entry);
	const { handler } = built
		? ((await import(pathToFileURL(entry).href)) as {
				handler: (...args: [...Parameters<Pages>, () => void]) => void;
			})
		: { handler: null };
	const policy = built ? readPolicy(buildDir) : "default-src 'none'; frame-ancestors 'none'";
	const guard = createGuard(allowedHosts);
	const builtAt = () => statSync(entry, { throwIfNoEntry: false })?.mtimeMs;
	const begunWith = builtAt();

	return (request, response) => {
		for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
		response.setHeader('content-security-policy', policy);
		// Asked for again each time, so that an update is seen; hashed files say otherwise for themselves.
		response.setHeader('cache-control', 'no-cache');
		const header = (name: string) => {
			const value = request.headers[name];
			return Array.isArray(value) ? value[0] : value;
		};
		const refusal = guard.refuse({ method: request.method ?? '', target: request.url ?? '/', header });
		const say = (status: number, text: string) =>
			response
				.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
				.end(`${text}\n`);
		if (refusal !== null) say(refusal.status, refusal.message);
		// The handler would print where it failed, with the path, for each of them.
		else if (!isReadable(request.url ?? '/')) say(400, 'That address cannot be read.');
		else if (request.method !== 'GET' && request.method !== 'HEAD') say(405, 'Only GET is taken here.');
		else if (handler === null) say(503, typed('The app is not built yet: run npm start, or npm run build.'));
		else if (!serviceWorker && request.url?.split('?', 1)[0] === '/service-worker.js')
			response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(LEAVING_WORKER);
		// The handler knows the files as they were when it was made: of another build it would serve broken ones.
		else if (builtAt() !== begunWith)
			say(503, typed('The app was built anew while Tidemark ran: stop it (Ctrl+C) and run npm start.'));
		else {
			// An absolute address in the request line would reach the handler as a path.
			if (request.url && !request.url.startsWith('/')) request.url = new URL(request.url).pathname;
			keepFramesOut(response);
			// A file that a build takes away while it is being sent ends its answer, and not the relay.
			response.on('pipe', (file) => file.on('error', () => response.destroy()));
			handler(request, response, () => say(404, 'There is nothing here.'));
		}
	};
}

/** An address a browser could send: percent-encoded UTF-8, a path or a whole address. */
function isReadable(target: string): boolean {
	if (!target.startsWith('/') && !URL.canParse(target)) return false;
	try {
		decodeURI(target);
		return true;
	} catch {
		return false; // That it throws is the answer.
	}
}

/** Pages made on request state a policy of their own, with their own script hashes; what it lacks is added. */
function keepFramesOut(response: ServerResponse): void {
	const set = response.setHeader.bind(response);
	response.setHeader = (name, value) =>
		set(name, name.toLowerCase() === 'content-security-policy' ? forbidFrames(String(value)) : value);
}
