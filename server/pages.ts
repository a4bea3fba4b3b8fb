// The built app behind the guard: SvelteKit's own Node handler, with our headers on everything it sends.
import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { forbidFrames, readPolicy } from './csp.ts';
import type { Pages } from './relay.ts';
import { createGuard, SECURITY_HEADERS } from './security.ts';

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

/** Serves `buildDir`, or says that it is missing. Changes the environment: see ADAPTER_VARIABLES. */
export async function createPages(buildDir: string, allowedHosts: readonly string[]): Promise<Pages> {
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
		else if (request.method !== 'GET' && request.method !== 'HEAD') say(405, 'Only GET is taken here.');
		else if (handler === null) say(503, 'The app is not built yet: run npm start, or npm run build.');
		else {
			// An absolute address in the request line would reach the handler as a path.
			if (request.url && !request.url.startsWith('/')) request.url = new URL(request.url).pathname;
			keepFramesOut(response);
			handler(request, response, () => say(404, 'There is nothing here.'));
		}
	};
}

/** Pages made on request state a policy of their own, with their own script hashes; what it lacks is added. */
function keepFramesOut(response: ServerResponse): void {
	const set = response.setHeader.bind(response);
	response.setHeader = (name, value) =>
		set(name, name.toLowerCase() === 'content-security-policy' ? forbidFrames(String(value)) : value);
}
