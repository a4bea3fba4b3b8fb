// The relay's HTTP interface, Request to Response: the guard before everything, then the routes under /api.
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { MinimalHealth } from '#lib/domain/access.ts';
import type { DoctorReport } from '#lib/domain/doctor.ts';
import type { Health } from '#lib/domain/views.ts';
import { PROTOCOL } from '#lib/wire/frames.ts';
import { type Access, LOCAL_OWNER, type Visitor } from './access/access.ts';
import { mayDo, needOf } from './access/gate.ts';
import { isLocal } from './access/origin.ts';
import { PasswordsBusy } from './access/passwords.ts';
import type { BudgetParts } from './budgets/start.ts';
import type { Hub } from './hub.ts';
import { type Journal, JournalUnavailable } from './journal/journal.ts';
import type { Snapshot } from './journal/snapshot.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { slowDown } from './routes/answers.ts';
import { channelRoutes } from './routes/channels.ts';
import { type DataDeps, dataRoutes } from './routes/data.ts';
import { devicesRoutes, pairingsRoutes } from './routes/devices.ts';
import { doctorRoute } from './routes/doctor.ts';
import { eventsRoute } from './routes/events.ts';
import { type ImportParts, importRoutes } from './routes/import.ts';
import { invitationRoute, passwordRoute, peopleRoutes } from './routes/people.ts';
import { plansRoutes } from './routes/plans.ts';
import { pushRoutes } from './routes/push.ts';
import { secretsOf, sessionRoutes, signedOut } from './routes/session.ts';
import { snapshotRoute } from './routes/snapshot.ts';
import { type StreamOptions, streamRoute } from './routes/stream.ts';
import { tokensRoutes } from './routes/tokens.ts';
import { API_HEADERS, createGuard } from './security.ts';

export interface AppDeps {
	journal: Journal;
	/** What cursors name: the journal as it is folded now. */
	epoch(): string;
	hub: Hub;
	/** Sessions and days as of now. */
	snapshot(): Snapshot;
	health(): Health;
	metrics: Metrics;
	/** Looks at everything; absent: there is no doctor here. */
	examine?: () => Promise<DoctorReport>;
	/** Absent: everyone is the owner. */
	access?: Access;
	/** Whether who is not signed in may read counts under /metrics. */
	mayReadMetrics?(c: Context<AppEnv>): boolean;
	/** Absent: there are no budgets and there is no push. */
	budgets?: BudgetParts;
	/** Absent: no files are imported. */
	imports?: ImportParts;
	/** What an owner does with the data as a whole: backup. Absent: not here. */
	data?: DataDeps;
	version: string;
	/** The relay's clock, Unix epoch ms. */
	now(): number;
	allowedHosts: readonly string[];
	trustedProxies: readonly string[];
	log: Log;
	stream?: Partial<StreamOptions>;
}

/** `visitor` is set on every request that reaches a route which is not open to anyone. */
export type AppEnv = { Bindings: Partial<HttpBindings> | undefined; Variables: { visitor: Visitor } };

/** Seconds a client is asked to wait before it tries again. */
export const RETRY_AFTER_S = '5';
const BUSY_MS = 5000;

export function createApp(deps: AppDeps): Hono<AppEnv> {
	const app = new Hono<AppEnv>();
	const guard = createGuard(deps.allowedHosts);

	app.use(async (c, next) => {
		// The request line as it came, where there is one: `c.req.url` is already put together from it and Host.
		const target = c.env?.incoming?.url ?? c.req.url.replace(/^https?:\/\/[^/?#]*/, '');
		const host = c.req.header('host') ?? (c.env?.incoming ? undefined : new URL(c.req.url).host);
		const header = (name: string) => (name === 'host' ? host : c.req.header(name));
		const refusal = guard.refuse({ method: c.req.method, target, header });
		if (refusal === null) await next();
		else c.res = c.json({ error: refusal.error, message: refusal.message }, refusal.status);
		for (const [name, value] of Object.entries(API_HEADERS)) {
			// A stream says more than `no-store`.
			if (name !== 'cache-control' || !c.res.headers.has(name)) c.res.headers.set(name, value);
		}
	});

	const { access } = deps;
	const rules = { trustedProxies: deps.trustedProxies, publicUrl: access?.publicUrl ?? null };
	const session = access && { access, rules };

	/** Who asks; a reason when nobody is signed in. */
	const visitorOf = (c: Context<AppEnv>) => {
		if (session === undefined) return LOCAL_OWNER;
		// Off is for this machine: nobody whom a proxy or another name brings here is its owner.
		if (!session.access.signIn && !isLocal(c.env?.incoming, rules)) return 'signed_out';
		const { cookie, key } = secretsOf(c, session);
		return session.access.visitor(cookie, key);
	};

	app.use(async (c, next) => {
		const need = needOf(c.req.method, c.req.path);
		if (need !== 'anyone') {
			const visitor = visitorOf(c);
			if (typeof visitor === 'string') return signedOut(c, visitor);
			if (!mayDo(visitor.role, need)) {
				return c.json(
					{ error: 'not_allowed', message: 'This device may look, not change: ask the owner.' },
					403
				);
			}
			c.set('visitor', visitor);
		}
		await next();
	});

	app.get('/api/health', (c) => {
		const visitor = visitorOf(c);
		const health = deps.health();
		if (typeof visitor === 'string') {
			const { status, version } = health;
			return c.json({ status, version, protocol: PROTOCOL } satisfies MinimalHealth);
		}
		return c.json(healthFor(visitor, health));
	});
	if (session !== undefined) {
		app.route('/api/session', sessionRoutes({ ...session, visitorOf, demo: deps.imports?.demo ?? false }));
		app.route('/api/devices', devicesRoutes(session));
		app.route('/api/pairings', pairingsRoutes(session));
		app.route('/api/people', peopleRoutes(session));
		app.route('/api/invitation', invitationRoute(session));
		app.route('/api/password', passwordRoute(session));
		app.route('/api/tokens', tokensRoutes(session.access));
	}
	app.get('/api/events', eventsRoute(deps.journal, deps.epoch));
	app.get('/api/snapshot', snapshotRoute(deps.snapshot, deps.journal));
	app.get('/api/stream', streamRoute(deps));
	if (deps.examine !== undefined) app.post('/api/doctor', doctorRoute(deps.examine));
	if (deps.budgets !== undefined) {
		app.route('/api/plans', plansRoutes(deps.budgets, deps.now));
		app.route('/api/push', pushRoutes(deps.budgets, deps.now));
		app.route('/api/channels', channelRoutes(deps.budgets, deps.now));
	}

	if (deps.data !== undefined) app.route('/api/data', dataRoutes(deps.data));

	if (deps.imports !== undefined)
		app.route('/api/import', importRoutes(deps.imports, deps.now, deps.trustedProxies));

	app.get('/metrics', async (c) => {
		const visitor = visitorOf(c);
		if (typeof visitor === 'string' && !(deps.mayReadMetrics?.(c) ?? false)) return signedOut(c, visitor);
		c.header('content-type', deps.metrics.contentType);
		return c.body(await deps.metrics.text());
	});

	app.all('/metrics', (c) => onlyGet(c));
	app.all('/api/:name{health|events|snapshot|stream}', (c) => onlyGet(c));
	app.notFound((c) => c.json({ error: 'not_found', message: 'There is nothing here.' }, 404));
	app.onError((error, c) => {
		if (error instanceof PasswordsBusy) return slowDown(c, BUSY_MS);
		const unavailable = error instanceof JournalUnavailable;
		if (!unavailable) deps.log.error(`${c.req.method} ${c.req.path} failed: ${error.stack ?? error.message}`);
		if (unavailable) c.header('retry-after', RETRY_AFTER_S);
		const status: ContentfulStatusCode = unavailable ? 503 : 500;
		return c.json(
			unavailable
				? { error: 'unavailable', message: `The journal cannot be used now: ${error.message}.` }
				: { error: 'internal', message: 'The relay met a fault of its own.' },
			status
		);
	});
	return app;
}

/** The folder's path names the user; where telemetry is sent to is not for who only looks. */
function healthFor({ role }: Visitor, health: Health): Health {
	if (role === 'owner') return { ...health, protocol: PROTOCOL };
	const { dataDir: _folder, otlp: _addresses, ...rest } = health;
	return { ...rest, protocol: PROTOCOL };
}

function onlyGet(c: Context<AppEnv>): Response {
	c.header('allow', 'GET, HEAD');
	return c.json({ error: 'method', message: 'Only GET is taken here.' }, 405);
}
