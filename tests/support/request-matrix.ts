// Who may do what, as a specification of its own: every combination of host, origin, fetch metadata, method, type, route
// and credential, and the status it must have.
import { request } from 'node:http';
import { ROLES, type Role } from '../../src/lib/domain/access.ts';
import { createRandom } from './random.ts';

export interface Case {
	host: string;
	origin: string | null;
	site: string | null;
	method: string;
	type: string | null;
	route: string;
	credential: Credential;
}

/** `owner`, `member`, `viewer`: both secrets of such a session. `token`: of ingest, in all places a secret may stand. */
export type Credential = 'none' | 'cookie' | 'key' | 'forged' | 'token' | Role;

/** Headers of a session of each role, and an ingest token. */
export interface Credentials extends Record<Role, Record<string, string>> {
	token: string;
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
const ROUTES = [
	'/',
	'/sessions',
	'/api/health',
	'/api/snapshot',
	'/api/nothing',
	'/metrics',
	'/api/events',
	'/api/session',
	'/api/invitation',
	'/api/password',
	'/api/people',
	'/api/devices',
	'/api/tokens',
	'/api/data/backup',
	'/api/plans'
];
/** Whom a route lets in by which method; all else is the owner's. */
const OPEN: Record<string, 'anyone' | 'viewer'> = {
	'GET /api/health': 'anyone',
	'GET /metrics': 'anyone',
	'GET /api/session': 'anyone',
	'POST /api/session': 'anyone',
	'POST /api/invitation': 'anyone',
	'GET /api/snapshot': 'viewer',
	'GET /api/events': 'viewer',
	'GET /api/plans': 'viewer',
	'PUT /api/password': 'viewer',
	'DELETE /api/session': 'viewer'
};
const CREDENTIALS: Credential[] = ['none', 'cookie', 'key', 'forged', 'token', 'viewer', 'member', 'owner'];

/** Any of them, each as likely, without end. */
export function* anyCases(seed: number): Generator<Case> {
	const random = createRandom(seed);
	const any = <T>(values: readonly T[]): T => values[random.integer(0, values.length - 1)]!;
	for (;;) {
		const one: Case = {
			host: any(HOSTS),
			origin: any(ORIGINS),
			site: any(SITES),
			method: any(METHODS),
			type: any(TYPES),
			route: any(ROUTES),
			credential: any(CREDENTIALS)
		};
		if (!ends(one)) yield one;
	}
}

/** What passes every check but that of who asks: each method, route and credential. */
export function ownCases(seed: number): Case[] {
	const own = {
		host: 'localhost:@',
		origin: 'http://localhost:@',
		site: 'same-origin',
		type: 'application/json'
	};
	const cases = METHODS.flatMap((method) =>
		ROUTES.flatMap((route) => CREDENTIALS.map((credential) => ({ ...own, method, route, credential })))
	);
	return createRandom(seed).shuffle(cases.filter((one) => !ends(one)));
}

/** Whether it would end a session that others of the cases come with. */
function ends({ method, route, credential }: Case): boolean {
	const may = route === '/api/devices' ? ['owner'] : route === '/api/session' ? ROLES : [];
	return method === 'DELETE' && may.includes(credential as Role);
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
	const need = OPEN[`${method === 'HEAD' ? 'GET' : method} ${route}`] ?? 'owner';
	const isPerson = credential === 'owner' || credential === 'member' || credential === 'viewer';
	// Asked by nobody who they are, it says so.
	if (route === '/api/session' && (method === 'GET' || method === 'HEAD')) return isPerson ? 'in' : 401;
	if (need === 'anyone') return 'in';
	if (!isPerson) return 401;
	return credential === 'owner' || need === 'viewer' ? 'in' : 403;
}

/** What it is met with. A status of its own for each check tells a passed one: 'in'. */
export async function met(
	port: number,
	{ token, ...sessions }: Credentials,
	one: Case
): Promise<number | 'in'> {
	const at = (text: string) => text.replace('@', String(port));
	const { cookie = '', 'x-relay-key': key = '' } = sessions.owner;
	const credentials: Record<Credential, Record<string, string>> = {
		...sessions,
		none: {},
		cookie: { cookie },
		key: { 'x-relay-key': key },
		token: {
			authorization: `Bearer ${token}`,
			cookie: `${cookie.split('=')[0]}=${token.replace(/^tdm_/, '')}`,
			'x-relay-key': token.replace(/^tdm_/, '')
		},
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
