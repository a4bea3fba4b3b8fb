// Who may do what, as a specification of its own: every combination of host, origin, fetch metadata, method, type, route
// and credential, and the status it must have.
import { request } from 'node:http';
import { createRandom } from './random.ts';

export interface Case {
	host: string;
	origin: string | null;
	site: string | null;
	method: string;
	type: string | null;
	route: string;
	credential: 'none' | 'cookie' | 'key' | 'session' | 'forged';
}

/** `@` stands for the relay's port. */
const HOSTS = ['localhost:@', '127.0.0.1:@', '[::1]:@', 'evil.test:@', 'localhost.evil.test', '0.0.0.0:@'];
const ORIGINS = [
	null,
	'http://localhost:@',
	'http://127.0.0.1:@',
	'https://evil.test',
	'null',
	'http://localhost:1'
];
const SITES = [null, 'same-origin', 'none', 'same-site', 'cross-site'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'];
const TYPES = [
	null,
	'application/json',
	'text/plain',
	'application/x-www-form-urlencoded',
	'multipart/form-data'
];
const ROUTES = ['/', '/sessions', '/api/health', '/api/snapshot', '/api/nothing', '/metrics'];
const CREDENTIALS: Case['credential'][] = ['none', 'cookie', 'key', 'session', 'forged'];

/** All of them, in an order of their own. */
export function allCases(seed: number): Case[] {
	const cases: Case[] = [];
	for (const host of HOSTS)
		for (const origin of ORIGINS)
			for (const site of SITES)
				for (const method of METHODS)
					for (const type of TYPES)
						for (const route of ROUTES)
							for (const credential of CREDENTIALS)
								cases.push({ host, origin, site, method, type, route, credential });
	return createRandom(seed).shuffle(cases);
}

/** The status; 'in': past every check, whatever the route then says. */
export function expected({ host, origin, site, method, type, route, credential }: Case): number | 'in' {
	if (!['localhost:@', '127.0.0.1:@', '[::1]:@'].includes(host)) return 421;
	if (method === 'PROPFIND') return 405;
	const isPage = route === '/' || route === '/sessions';
	if (method === 'GET' || method === 'HEAD') {
		if (!isPage && (site === 'same-site' || site === 'cross-site')) return 403;
		if (isPage) return 200;
	} else {
		const own = origin === `http://${host}`;
		const welcome = site === null ? own : site === 'same-origin' && (origin === null || own);
		if (!welcome) return 403;
		if (type !== 'application/json') return 415;
		if (isPage) return 405;
	}
	const isOpen = (method === 'GET' || method === 'HEAD') && (route === '/api/health' || route === '/metrics');
	return credential === 'session' || isOpen ? 'in' : 401;
}

/** What it is met with. A status of its own for each check tells a passed one: 'in'. */
export async function met(port: number, session: Record<string, string>, one: Case): Promise<number | 'in'> {
	const at = (text: string) => text.replace('@', String(port));
	const { cookie = '', 'x-relay-key': key = '' } = session;
	const credentials: Record<Case['credential'], Record<string, string>> = {
		none: {},
		cookie: { cookie },
		key: { 'x-relay-key': key },
		session,
		forged: { cookie: `${cookie.split('=')[0]}=${'A'.repeat(43)}`, 'x-relay-key': key }
	};
	const reads = one.method === 'GET' || one.method === 'HEAD';
	const status = await new Promise<number>((resolve, reject) => {
		const sent = request(
			{
				host: '127.0.0.1',
				port,
				method: one.method,
				path: one.route,
				agent: false,
				headers: {
					host: at(one.host),
					...(one.origin === null ? {} : { origin: at(one.origin) }),
					...(one.site === null ? {} : { 'sec-fetch-site': one.site }),
					...(one.type === null ? {} : { 'content-type': one.type }),
					...credentials[one.credential],
					// Node sends a body with DELETE without saying how long it is.
					...(reads ? {} : { 'content-length': '2' })
				}
			},
			(response) => {
				resolve(response.statusCode!);
				response.resume();
			}
		);
		sent.on('error', reject);
		sent.end(reads ? undefined : '{}');
	});
	const isPage = !one.route.startsWith('/api') && one.route !== '/metrics';
	return isPage || [401, 403, 415, 421].includes(status) || one.method === 'PROPFIND' ? status : 'in';
}
