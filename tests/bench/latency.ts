// From an export request leaving its sender to its event arriving on the stream of a connected browser.
import { createLoad } from '../support/load.ts';
import { startRelay } from '../support/relay.ts';
import { atMost, type Bench, percentile } from './figure.ts';
import { createSender } from './sender.ts';

const EVENTS = 300;
const EVERY_MS = 25;

export const bench: Bench = {
	name: `export to stream, ${EVENTS} requests of one record, one each ${EVERY_MS} ms`,
	async run() {
		const relay = await startRelay();
		const ended = new AbortController();
		try {
			const health = await relay.health();
			const url = `${relay.url}/api/stream?cursor=${health.epoch}.${health.head}`;
			const response = await fetch(url, { headers: { accept: 'text/event-stream' }, signal: ended.signal });
			if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`);
			const arrivals: number[] = [];
			const reading = readRecords(response.body, (count) => {
				for (let i = 0; i < count; i++) arrivals.push(performance.now());
			});
			const load = createLoad({ seed: 13, startMs: Date.now() - 60_000, stepMs: 1 });
			const sender = createSender(relay.otlpHttpPort, 'application/x-protobuf', 4);
			const sent: number[] = [];
			for (let event = 0; event < EVENTS; event++) {
				const body = load.protobuf(1);
				sent.push(performance.now());
				await sender.post(body);
				await sleep(EVERY_MS);
			}
			const deadline = Date.now() + 5000;
			while (arrivals.length < EVENTS && Date.now() < deadline) await sleep(20);
			sender.close();
			ended.abort();
			await reading;
			if (arrivals.length !== EVENTS) throw new Error(`${arrivals.length} of ${EVENTS} events arrived`);
			// The first few warm up both ends.
			const took = sent.map((at, index) => arrivals[index]! - at).slice(20);
			return [
				{ name: 'p50', value: percentile(took, 0.5), unit: 'ms' },
				atMost('p95', percentile(took, 0.95), 20, 'ms')
			];
		} finally {
			ended.abort();
			await relay.remove();
		}
	}
};

/** Calls `arrived` with the number of records of each `events` frame. */
async function readRecords(
	body: ReadableStream<Uint8Array>,
	arrived: (count: number) => void
): Promise<void> {
	const decoder = new TextDecoder();
	let pending = '';
	try {
		for await (const chunk of body) {
			pending += decoder.decode(chunk, { stream: true });
			for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n')) {
				const lines = pending.slice(0, end).split('\n');
				pending = pending.slice(end + 2);
				if (!lines.includes('event: events')) continue;
				const data = lines
					.filter((line) => line.startsWith('data:'))
					.map((line) => line.slice(5))
					.join('\n');
				arrived((JSON.parse(data) as unknown[]).length);
			}
		}
	} catch (error) {
		if (!(error instanceof Error && error.name === 'AbortError')) throw error;
	}
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
