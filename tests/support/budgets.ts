// Budgets and push over a real journal in a folder of its own, with a clock the test holds and a push service on
// loopback; spoken to by Request and Response.
import type { Budget, Plans } from '#lib/domain/budget.ts';
import type { DomainEvent } from '#lib/domain/event.ts';
import type { SourceStatus } from '#lib/domain/views.ts';
import { createApp } from '#server/app.ts';
import { type BudgetParts, startBudgets } from '#server/budgets/start.ts';
import type { DeclaredHost } from '#server/channels/address.ts';
import { createHub } from '#server/hub.ts';
import { createIngest } from '#server/ingest.ts';
import type { OpenJournal } from '#server/journal/open.ts';
import { createLog } from '#server/log.ts';
import type { PushTransport } from '#server/push/transport.ts';
import { testFolder } from './journals.ts';
import { createLoopbackTransport } from './loopback-push.ts';
import { makeEvent } from './make-event.ts';

export const NOON_MS = Date.UTC(2026, 10, 20, 12);
export const USD = 1_000_000_000;

export interface TestBudgets extends AsyncDisposable {
	store: OpenJournal;
	parts: BudgetParts;
	dir: string;
	clock: { nowMs: number };
	lines: string[];
	blind: { sinceMs: string | null; trouble: string | null };
	/** In place of those that follow from `blind`. */
	sources: SourceStatus[] | null;
	/** Commits the events, folds and evaluates them. */
	ingest(events: readonly DomainEvent[]): void;
	evaluate(): void;
	request(method: string, path: string, body?: unknown): Promise<Response>;
	plans(): Promise<Plans>;
	/** As after a restart: the same folder, everything else anew. */
	restart(): Promise<void>;
}

export function testBudgets(
	transport: PushTransport = createLoopbackTransport(300),
	channelHosts: DeclaredHost[] = []
): TestBudgets {
	const folder = testFolder();
	const clock = { nowMs: NOON_MS };
	const lines: string[] = [];
	const log = createLog('debug', (line) => lines.push(line));
	const blind: TestBudgets['blind'] = { sinceMs: null, trouble: null };
	let sources: SourceStatus[] | null = null;
	const now = () => clock.nowMs;

	function start() {
		const store = folder.open();
		const hub = createHub();
		const health = () => ({
			status: 'ok' as const,
			version: '0.0.1',
			epoch: store.journal.epoch,
			head: store.journal.head,
			events: store.journal.events,
			sources:
				sources ??
				(blind.sinceMs === null
					? []
					: [{ name: 'loki', state: 'error' as const, lastEventAt: null, error: null }]),
			blind: blind.sinceMs !== null,
			blindSince: blind.sinceMs
		});
		const parts = startBudgets({
			config: { dataDir: folder.dir, pushHosts: [], pushContact: 'mailto:ada@example.org', channelHosts },
			store,
			transport,
			wake: hub.wake,
			trouble: () => blind.trouble,
			health,
			now,
			log
		});
		const app = createApp({
			journal: store.journal,
			epoch: () => store.journal.epoch,
			hub,
			snapshot: store.snapshot,
			health,
			budgets: parts,
			version: '0.0.1',
			now,
			allowedHosts: [],
			trustedProxies: [],
			log
		} as unknown as Parameters<typeof createApp>[0]);
		return { store, parts, app, hub, ingest: createIngest(store.journal, store.fold, hub.wake, null) };
	}

	let running = start();

	async function stop() {
		running.hub.close();
		await running.parts.close(100);
		running.store.close();
	}

	return {
		get store() {
			return running.store;
		},
		get parts() {
			return running.parts;
		},
		dir: folder.dir,
		clock,
		lines,
		blind,
		get sources() {
			return sources;
		},
		set sources(states) {
			sources = states;
		},
		ingest(events) {
			running.ingest(events);
			running.store.fold.flush();
			running.parts.watch.evaluate();
		},
		evaluate: () => running.parts.watch.evaluate(),
		async request(method, path, body) {
			const headers: Record<string, string> = { host: 'localhost:3001', origin: 'http://localhost:3001' };
			headers['content-type'] = 'application/json';
			return running.app.fetch(
				new Request(`http://localhost:3001${path}`, {
					method,
					headers,
					...(body === undefined ? {} : { body: JSON.stringify(body) })
				})
			);
		},
		async plans() {
			return (await this.request('GET', '/api/plans')).json() as Promise<Plans>;
		},
		async restart() {
			await stop();
			running = start();
		},
		async [Symbol.asyncDispose]() {
			await stop();
			folder[Symbol.dispose]();
		}
	};
}

export function makeBudget(fields: Partial<Budget> = {}): Budget {
	return {
		id: 'b1',
		name: 'Daily',
		amountNanoUsd: 10 * USD,
		period: 'day',
		firstDay: 1,
		zone: 'UTC',
		scope: { kind: 'all' },
		thresholds: [80, 100],
		paused: false,
		updatedAtMs: NOON_MS - 40 * 86_400_000,
		deletedAtMs: null,
		...fields
	};
}

let made = 0;

/** One request that cost so much. */
export function spend(atMs: number, usd: number | null, fields: Partial<DomainEvent> = {}): DomainEvent {
	made++;
	return makeEvent({
		id: `api_request:req_${made}`,
		requestId: `req_${made}`,
		model: 'claude-opus-4-5',
		atMs,
		costNanoUsd: usd === null ? null : Math.round(usd * USD),
		inputTokens: 10,
		outputTokens: 10,
		cacheReadTokens: 0,
		cacheCreationTokens: 0,
		sequence: made,
		...fields
	} as never);
}
