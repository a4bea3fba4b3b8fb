// Where the tests that need no misbehaviour find their backends: stubs, or the real Loki named by LOKI_URL, which is given
// a service name of its own for each run, and times that end now. (What is asked of a real Prometheus, named by
// PROMETHEUS_URL, is in prometheus-source.test.ts: it takes in no samples of the past.)

import type { LokiTimes } from '#server/sources/loki/loki.ts';
import type { LokiEntry } from './loki-store.ts';
import { startLokiStub } from './loki-stub.ts';
import type { Series } from './prometheus-stub.ts';
import { startPrometheusStub } from './prometheus-stub.ts';
import { FAST_LOKI } from './source-harness.ts';

export interface LokiTarget {
	real: boolean;
	url: string;
	query: string;
	push(entries: LokiEntry[]): Promise<void>;
	close(): Promise<void>;
	times?: LokiTimes;
	/** How long a test may wait for it, ms. */
	patienceMs: number;
}

export interface PrometheusTarget {
	url: string;
	push(series: Series[]): void;
	close(): Promise<void>;
}

export async function lokiTarget(): Promise<LokiTarget> {
	const url = process.env.LOKI_URL;
	if (!url) {
		const stub = await startLokiStub({ pingMs: 30 });
		return {
			real: false,
			url: stub.url,
			// Some of the captures were sent under a name that the user chose.
			query: '{service_name=~"claude-code|my-claude"}',
			push: async (entries) => stub.push(entries),
			close: () => stub.stop(),
			patienceMs: 8000
		};
	}
	const service = `tidemark-test-${process.pid}-${Date.now()}`;
	return {
		real: true,
		url: url.replace(/\/+$/, ''),
		query: `{service_name="${service}"}`,
		push: (entries) => pushReal(url, service, entries),
		close: async () => undefined,
		// It pings once a second, and may think longer than a stub.
		times: { ...FAST_LOKI, timeoutMs: 10_000, silenceMs: 10_000 },
		patienceMs: 25_000
	};
}

export async function prometheusTarget(): Promise<PrometheusTarget> {
	const stub = await startPrometheusStub();
	return { url: stub.url, push: (series) => stub.add(...series), close: () => stub.stop() };
}

/** Entries in order, moved so that the newest is of this moment: Loki refuses what is long past or out of order. */
async function pushReal(url: string, service: string, entries: LokiEntry[]): Promise<void> {
	const inOrder = [...entries].sort((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0));
	const shift = BigInt(Date.now() - 1000) * 1_000_000n - (inOrder.at(-1)?.ns ?? 0n);
	for (let from = 0; from < inOrder.length; from += 500) {
		const values = inOrder
			.slice(from, from + 500)
			.map(({ ns, line, metadata }) => [(ns + shift).toString(), line, metadata]);
		const response = await fetch(new URL('/loki/api/v1/push', url), {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ streams: [{ stream: { service_name: service }, values }] })
		});
		if (response.status !== 204)
			throw new Error(`Loki answered ${response.status}: ${await response.text()}`);
	}
}
