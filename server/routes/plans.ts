// /api/plans: budgets, alerts, signals and their settings, own prices and names, read as one and changed one at a time.
import { type Context, Hono } from 'hono';
import { parseBudget, parseSettings, type Rejected } from '#lib/domain/budget.ts';
import type { Dated } from '#lib/domain/later.ts';
import { parseNameRule } from '#lib/domain/names.ts';
import { parseOverride } from '#lib/domain/price-override.ts';
import type { AppEnv } from '../app.ts';
import type { AlertChange } from '../budgets/plan-store.ts';
import type { BudgetParts } from '../budgets/start.ts';
import { readBody } from './body.ts';

/** A device's clock may be ahead by so much: a budget dated later could not be changed by any other for that long. */
const AHEAD_MS = 24 * 3_600_000;

const CLOCK_AHEAD = {
	error: 'clock',
	message: "This device's clock is ahead by more than a day. Set it right."
};

export function plansRoutes({ plans, outbox, watch }: BudgetParts, now: () => number): Hono<AppEnv> {
	const app = new Hono<AppEnv>();

	app.get('/', (c) => c.json(plans.plans()));

	app.put('/budgets/:id', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const budget = parseBudget(body.value);
		if ('rejected' in budget) return c.json({ error: 'invalid', message: budget.rejected }, 400);
		if (budget.id !== c.req.param('id')) {
			return c.json({ error: 'invalid', message: 'The budget has another id than the address.' }, 400);
		}
		if (budget.updatedAtMs > now() + AHEAD_MS) {
			return c.json(CLOCK_AHEAD, 400);
		}
		const merged = plans.putBudget(budget);
		if (merged === null) {
			return c.json({ error: 'too_many', message: 'There are too many budgets.' }, 409);
		}
		if (merged.paused || merged.deletedAtMs !== null) outbox.cancelBudget(merged.id);
		return c.json(merged);
	});

	app.post('/alerts/:id', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const change = parseChange(body.value);
		if (change === null) {
			return c.json({ error: 'invalid', message: 'Times are in ms, or null.' }, 400);
		}
		const alert = plans.changeAlert(c.req.param('id'), change);
		if (alert === null) return c.json({ error: 'not_found', message: 'There is no such alert.' }, 404);
		// Who has seen it need not be told again.
		if (alert.acknowledgedAtMs !== null) outbox.cancelAlert(alert.id);
		return c.json(alert);
	});

	app.post('/signals/:id', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const change = parseChange(body.value);
		if (change?.acknowledgedAtMs === undefined) {
			return c.json({ error: 'invalid', message: 'Times are in ms, or null.' }, 400);
		}
		const signal = plans.acknowledgeSignal(c.req.param('id'), change.acknowledgedAtMs);
		if (signal === null) return c.json({ error: 'not_found', message: 'There is no such signal.' }, 404);
		return c.json(signal);
	});

	app.put('/settings', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const settings = parseSettings(body.value);
		if ('rejected' in settings) return c.json({ error: 'invalid', message: settings.rejected }, 400);
		plans.putSettings(settings);
		watch.evaluate();
		return c.json(settings);
	});

	app.put('/prices', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		return keep(c, parseOverride(body.value), plans.putPrice);
	});

	app.put('/names', async (c) => {
		const body = await readBody(c);
		if ('answer' in body) return body.answer;
		const rule = parseNameRule(body.value);
		const answer = keep(c, rule, plans.putName);
		// What a budget counts may be something else now.
		watch.evaluate();
		return answer;
	});

	function keep<R extends Dated>(c: Context<AppEnv>, row: R | Rejected, put: (row: R) => R | null): Response {
		if ('rejected' in row) return c.json({ error: 'invalid', message: row.rejected }, 400);
		if (row.updatedAtMs > now() + AHEAD_MS) return c.json(CLOCK_AHEAD, 400);
		const merged = put(row);
		if (merged === null) return c.json({ error: 'too_many', message: 'There are too many of these.' }, 409);
		return c.json(merged);
	}

	return app;
}

function parseChange(value: unknown): AlertChange | null {
	if (value === null || typeof value !== 'object') return null;
	const change: AlertChange = {};
	for (const name of ['acknowledgedAtMs', 'mutedUntilMs'] as const) {
		const time = (value as AlertChange)[name];
		if (time === undefined) continue;
		if (time !== null && !(Number.isSafeInteger(time) && time >= 0)) return null;
		change[name] = time;
	}
	return change;
}
