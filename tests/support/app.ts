// The app over a real journal in a folder of its own, spoken to by Request and Response, without a port.
import type { DomainEvent } from '#lib/domain/event.ts';
import { type AppDeps, createApp } from '#server/app.ts';
import { createHub } from '#server/hub.ts';
import { createIngest } from '#server/ingest.ts';
import { epochWith } from '#server/journal/fold-prices.ts';
import { createLog } from '#server/log.ts';
import { createMetrics } from '#server/metrics.ts';
import type { StreamOptions } from '#server/routes/stream.ts';
import { testFolder } from './journals.ts';

export const NOW_MS = Date.UTC(2026, 10, 20, 12);

export interface TestApp extends Disposable {
	app: ReturnType<typeof createApp>;
	deps: AppDeps;
	lines: string[];
	ingest(events: readonly DomainEvent[]): void;
	advanceHorizon(ms: number): Promise<number>;
}

export function testApp(stream: Partial<StreamOptions> = {}, allowedHosts: string[] = []): TestApp {
	const folder = testFolder();
	const store = folder.open();
	const hub = createHub();
	const lines: string[] = [];
	const ingest = createIngest(store.journal, store.fold, hub.wake, null);
	const deps: AppDeps = {
		journal: store.journal,
		epoch: () => epochWith(store.journal.epoch, store.fold.prices),
		hub,
		snapshot: store.snapshot,
		health: () => ({
			status: 'ok',
			version: '0.0.1',
			epoch: store.journal.epoch,
			head: store.journal.head,
			events: store.journal.events,
			sources: []
		}),
		metrics: createMetrics({
			sources: () => deps.health().sources,
			journal: store.journal,
			fold: store.fold,
			hub,
			redactor: null,
			forward: null,
			files: store.files,
			version: '0.0.1',
			now: () => NOW_MS
		}),
		imports: { ingest, content: false, demo: false, relayHost: 'here' },
		version: '0.0.1',
		now: () => NOW_MS,
		allowedHosts,
		trustedProxies: [],
		log: createLog('debug', (line) => lines.push(line)),
		stream: { random: () => 0.5, ...stream }
	};
	return {
		app: createApp(deps),
		deps,
		lines,
		ingest,
		advanceHorizon: store.advanceHorizon,
		[Symbol.dispose]() {
			hub.close();
			folder[Symbol.dispose]();
		}
	};
}
