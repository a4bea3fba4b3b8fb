// How fast the relay takes export requests for good: answered only after the commit. Beside it, in the same run, a server
// that parses the same bodies and keeps nothing.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createLoad } from '../support/load.ts';
import { startRelay } from '../support/relay.ts';
import { atMost, type Bench, type Figure, percentile } from './figure.ts';
import { createSender, postAll } from './sender.ts';

const RECORDS = 500;
const REQUESTS = 120;
const CONNECTIONS = 4;
/** Paced: 50 requests of 10 records each second. */
const PACE = { everyMs: 20, records: 10, seconds: 10 };

export const bench: Bench = {
	name: `durable ingest over HTTP, ${(RECORDS * REQUESTS).toLocaleString('en-US')} records in requests of ${RECORDS}, ${CONNECTIONS} connections`,
	async run() {
		// About as many events a day as a busy team sends.
		const startMs = Date.now() - 8 * 86_400_000;
		const load = createLoad({ seed: 12, startMs, stepMs: 2000 });
		const make = (kind: 'json' | 'protobuf') => Array.from({ length: REQUESTS }, () => load[kind](RECORDS));
		const bodies = make('json');
		const baseline = await withBaseline((port) => timed(port, 'application/json', bodies));
		const relay = await startRelay();
		try {
			const figures: Figure[] = [];
			await timed(relay.otlpHttpPort, 'application/x-protobuf', make('protobuf').slice(0, 20));
			const json = await timed(relay.otlpHttpPort, 'application/json', bodies);
			const binary = await timed(relay.otlpHttpPort, 'application/x-protobuf', make('protobuf'));
			const again = await timed(relay.otlpHttpPort, 'application/json', bodies);
			figures.push({ name: 'JSON.parse and nothing (baseline)', value: baseline, unit: 'events/s' });
			figures.push({ name: 'JSON, durable', value: json, unit: 'events/s' });
			figures.push({ name: 'JSON, against the baseline', value: json / baseline, unit: '×' });
			figures.push({ name: 'protobuf, durable', value: binary, unit: 'events/s' });
			figures.push({ name: 'JSON, all sent before', value: again, unit: 'events/s' });
			await relay.holds(RECORDS * (20 + 2 * REQUESTS));
			const acks = await paced(relay.otlpHttpPort, () => load.protobuf(PACE.records));
			figures.push({ name: 'answer at 500 events/s, p50', value: percentile(acks, 0.5), unit: 'ms' });
			figures.push(atMost('answer at 500 events/s, p99', percentile(acks, 0.99), 50, 'ms'));
			return figures;
		} finally {
			await relay.remove();
		}
	}
};

async function timed(port: number, contentType: string, bodies: Uint8Array[]): Promise<number> {
	const sender = createSender(port, contentType, CONNECTIONS);
	const began = performance.now();
	await postAll(sender.post, bodies, CONNECTIONS);
	const seconds = (performance.now() - began) / 1000;
	sender.close();
	return (bodies.length * RECORDS) / seconds;
}

/** Sends on time whatever the answers do, so that one late answer does not hide the next. */
async function paced(port: number, make: () => Uint8Array): Promise<number[]> {
	const sender = createSender(port, 'application/x-protobuf', 64);
	const bodies = Array.from({ length: (PACE.seconds * 1000) / PACE.everyMs }, make);
	const waits: Promise<number>[] = [];
	const began = performance.now();
	for (const [index, body] of bodies.entries()) {
		const due = began + index * PACE.everyMs;
		const early = due - performance.now();
		if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
		const sentAt = performance.now();
		waits.push(sender.post(body).then(() => performance.now() - sentAt));
	}
	const answered = await Promise.all(waits);
	sender.close();
	return answered;
}

async function withBaseline<T>(work: (port: number) => Promise<T>): Promise<T> {
	const child = fork(fileURLToPath(new URL('./baseline-server.ts', import.meta.url)), {
		stdio: ['ignore', 'pipe', 'inherit', 'ipc']
	});
	try {
		const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
		return await work(Number(chunk.toString()));
	} finally {
		child.kill();
	}
}
