// The relay's part in budgets, in memory and behind `fetch`: keeps the later of two versions, tombstones included, and
// raises what the test tells it to. It shares nothing with the real one but the contract.
import type { Alert, Budget, Plans } from '#lib/domain/budget.ts';

export interface FakePlans {
	fetch: typeof fetch;
	/** What it holds; changed in place by the test, with `touch` after it. */
	plans: Plans;
	touch(): void;
	/** `dead`: no network. A number: every call is answered with it. */
	fail(how: 'dead' | number | null): void;
	/** Method and path of each call that was answered. */
	readonly calls: string[];
}

export function createFakePlans(): FakePlans {
	let failure: 'dead' | number | null = null;
	const calls: string[] = [];
	const plans: Plans = {
		revision: 0,
		budgets: [],
		alerts: [],
		settings: { quietHours: null, signalsOff: [] },
		signals: [],
		prices: [],
		names: []
	};
	const json = (value: unknown, status = 200) =>
		new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });

	const fake: FakePlans = {
		plans,
		calls,
		touch: () => {
			plans.revision++;
		},
		fail: (how) => {
			failure = how;
		},
		async fetch(input, init) {
			const { pathname } = new URL(String(input), 'http://relay');
			const method = init?.method ?? 'GET';
			await Promise.resolve();
			if (failure === 'dead') throw new TypeError('Failed to fetch');
			if (failure !== null) return json({ error: 'fault', message: 'no' }, failure);
			calls.push(`${method} ${pathname}`);
			const body = init?.body ? (JSON.parse(String(init.body)) as unknown) : null;
			const id = decodeURIComponent(pathname.split('/').at(-1)!);
			if (method === 'GET' && pathname === '/api/plans') return json(plans);
			if (pathname.startsWith('/api/plans/budgets/')) {
				const sent = body as Budget;
				if (sent.amountNanoUsd === 13) return json({ error: 'invalid', message: 'Not that amount.' }, 400);
				const known = plans.budgets.find((budget) => budget.id === id);
				if (known === undefined || sent.updatedAtMs > known.updatedAtMs) {
					plans.budgets = [...plans.budgets.filter((budget) => budget !== known), sent];
					plans.revision++;
				}
				return json(plans.budgets.find((budget) => budget.id === id));
			}
			if (pathname.startsWith('/api/plans/alerts/')) {
				const known = plans.alerts.find((alert) => alert.id === id);
				if (known === undefined) return json({ error: 'not_found', message: 'no such alert' }, 404);
				Object.assign(known, body as Partial<Alert>);
				plans.revision++;
				return json(known);
			}
			if (pathname === '/api/plans/settings') {
				plans.settings = body as Plans['settings'];
				plans.revision++;
				return json(plans.settings);
			}
			if (pathname === '/api/plans/names' || pathname === '/api/plans/prices') {
				const kind = pathname.endsWith('names') ? 'names' : 'prices';
				const sent = body as { id: string };
				const others = (plans[kind] as { id: string }[]).filter((one) => one.id !== sent.id);
				Object.assign(plans, { [kind]: [...others, sent] });
				plans.revision++;
				return json(sent);
			}
			return json({ error: 'not_found', message: 'nothing here' }, 404);
		}
	};
	return fake;
}

export function makeBudget(change: Partial<Budget> = {}): Budget {
	return {
		id: 'b1',
		name: 'Everything',
		amountNanoUsd: 5_000_000_000,
		period: 'day',
		firstDay: 1,
		zone: 'Europe/Paris',
		scope: { kind: 'all' },
		thresholds: [80, 100],
		paused: false,
		updatedAtMs: 0,
		deletedAtMs: null,
		...change
	};
}

export function makeAlert(change: Partial<Alert> = {}): Alert {
	return {
		id: 'b1.2026-11-20.80',
		budgetId: 'b1',
		periodKey: '2026-11-20',
		threshold: 80,
		raisedAtMs: 1000,
		spendNanoUsd: 4_000_000_000,
		amountNanoUsd: 5_000_000_000,
		topSessions: [],
		acknowledgedAtMs: null,
		mutedUntilMs: null,
		...change
	};
}
