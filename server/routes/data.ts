// /api/data: what an owner does with the data as a whole: back it up, delete from it, say how long it is kept.
import { Hono } from 'hono';
import type { ForgetScope, Forgetting } from '#lib/domain/data.ts';
import type { AppEnv } from '../app.ts';
import type { SetUpStore } from '../budgets/set-up.ts';
import type { OpenJournal } from '../journal/open.ts';
import type { RelayRetention } from '../retention.ts';
import { type BackupRouteDeps, backupRoute } from './backup.ts';
import { readBody } from './body.ts';

export interface DataDeps extends BackupRouteDeps {
	store: Pick<OpenJournal, 'forget' | 'forgetting'>;
	retention: RelayRetention;
	setUp: SetUpStore;
	/** The streams have something to say. */
	wake(): void;
}

/** Longer is the same as for ever. */
const MAX_DAYS = 36_500;
/** What the page sends when a person has typed the confirmation. */
const CONFIRMED = 'delete';

export function dataRoutes(deps: DataDeps): Hono<AppEnv> {
	const { store, retention, setUp, wake, now, log } = deps;
	const app = new Hono<AppEnv>();
	let deleting = false;

	app.get('/backup', backupRoute(deps));

	app.get('/forget', (c) => {
		const { from, to, project } = c.req.query();
		const scope = parseScope({
			fromMs: from === undefined ? null : Number(from),
			toMs: to === undefined ? null : Number(to),
			project: project ?? null
		});
		if (scope === null) return c.json({ error: 'invalid', message: 'from and to are times in ms.' }, 400);
		const shown = store.forgetting(scope, now());
		return c.json({ ...shown, setUp: shown.all ? setUp.count() : null } satisfies Forgetting);
	});

	app.post('/forget', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const { scope: given, confirm } = (body.value ?? {}) as { scope?: unknown; confirm?: unknown };
		const scope = parseScope(given);
		if (scope === null || confirm !== CONFIRMED)
			return c.json(
				{ error: 'invalid', message: 'Nothing was deleted: the request is not understood.' },
				400
			);
		if (deleting) return c.json({ error: 'busy', message: 'Data are being deleted already.' }, 409);
		deleting = true;
		try {
			if (scope.fromMs === null && scope.toMs === null && scope.project === null) setUp.clear();
			const forgot = await store.forget(scope, now());
			log.info(`Deleted ${forgot.events} events on request.`);
			return c.json(forgot);
		} finally {
			deleting = false;
			wake();
		}
	});

	app.get('/retention', (c) => {
		const { days } = c.req.query();
		if (days === undefined) return c.json(retention.current());
		const kept = parseDays(days === 'all' ? null : Number(days));
		if (kept === undefined) return c.json({ error: 'invalid', message: 'days is a number, or all.' }, 400);
		return c.json(retention.preview(kept));
	});

	app.put('/retention', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const days = parseDays((body.value as { days?: unknown } | null)?.days);
		if (days === undefined) return c.json({ error: 'invalid', message: 'days is a number, or null.' }, 400);
		if (retention.current().fixed)
			return c.json({ error: 'fixed', message: 'TIDEMARK_RETENTION_DAYS decides this.' }, 409);
		return c.json(await retention.set(days));
	});

	return app;
}

/** `null`: not understood. */
function parseScope(value: unknown): ForgetScope | null {
	if (value === null || typeof value !== 'object') return null;
	const { fromMs, toMs, project } = value as Partial<ForgetScope>;
	const isTime = (ms: unknown) => ms === null || Number.isSafeInteger(ms);
	if (!isTime(fromMs) || !isTime(toMs) || !(project === null || typeof project === 'string')) return null;
	if (fromMs != null && toMs != null && fromMs >= toMs) return null;
	return { fromMs: fromMs as number | null, toMs: toMs as number | null, project };
}

/** `undefined`: not understood. */
function parseDays(value: unknown): number | null | undefined {
	if (value === null) return null;
	return Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MAX_DAYS
		? (value as number)
		: undefined;
}
