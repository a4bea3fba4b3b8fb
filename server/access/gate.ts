// Which role a request needs: one table. What is not in it is the owner's.
import type { Role } from '#lib/domain/access.ts';

/** `anyone`: answered without a session too; the route itself decides how much it says. */
export type Need = Role | 'anyone';

/** Readers and what they do for themselves. Segments beginning with a colon stand for one of any kind. */
const TABLE: readonly [methods: string, path: string, need: Need][] = [
	['GET', '/api/health', 'anyone'],
	['GET', '/metrics', 'anyone'],
	['GET POST', '/api/session', 'anyone'],
	['POST', '/api/invitation', 'anyone'],
	['DELETE', '/api/session', 'viewer'],
	['PUT', '/api/password', 'viewer'],
	['GET', '/api/snapshot', 'viewer'],
	['GET', '/api/events', 'viewer'],
	['GET', '/api/stream', 'viewer'],
	['GET', '/api/plans', 'viewer'],
	['GET', '/api/push/key', 'viewer'],
	['GET PUT', '/api/push/subscriptions', 'viewer'],
	['DELETE', '/api/push/subscriptions/:id', 'viewer'],
	['POST', '/api/push/test', 'viewer']
];

const RANK: Record<Need, number> = { anyone: 0, viewer: 1, member: 2, owner: 3 };

const rules = TABLE.map(([methods, path, need]) => ({
	methods: new Set(methods.split(' ').flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))),
	form: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
	need
}));

/** `path` as the router sees it. */
export function needOf(method: string, path: string): Need {
	return rules.find(({ methods, form }) => methods.has(method) && form.test(path))?.need ?? 'owner';
}

export function mayDo(role: Role, need: Need): boolean {
	return RANK[role] >= RANK[need];
}
