// What the relay keeps in memory after one and after two million events (Linux).
import { readFileSync } from 'node:fs';
import { createLoad, type Load } from '../support/load.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { atMost, type Bench } from './figure.ts';
import { createSender } from './sender.ts';

const MILLION = 1_000_000;
const RECORDS = 1000;
const PARALLEL = 4;

export const bench: Bench = {
	name: 'relay memory',
	async run() {
		const relay = await startRelay();
		try {
			// Two months of work: as many events a session and a day as a busy year has.
			const stepMs = 2500;
			const load = createLoad({
				seed: 14,
				startMs: Date.now() - 2 * MILLION * stepMs,
				stepMs,
				sessionLength: 300
			});
			const fresh = resident(relay);
			const seconds: number[] = [];
			seconds.push(await fill(relay, load, MILLION));
			const one = await settled(relay);
			seconds.push(await fill(relay, load, 2 * MILLION));
			const two = await settled(relay);
			return [
				{ name: 'resident, empty', value: fresh, unit: 'MB' },
				atMost('resident after 1,000,000 events', one, 200, 'MB'),
				atMost('more after 2,000,000 events', two - one, 10, 'MB', `${two.toFixed(1)} MB in all`),
				{
					name: 'ingest, first million',
					value: MILLION / seconds[0]!,
					unit: 'events/s',
					note: 'sender included'
				},
				{
					name: 'ingest, second million',
					value: MILLION / seconds[1]!,
					unit: 'events/s',
					note: 'sender included'
				}
			];
		} finally {
			await relay.remove();
		}
	}
};

async function fill(relay: Relay, load: Load, until: number): Promise<number> {
	const sender = createSender(relay.otlpHttpPort, 'application/x-protobuf', PARALLEL);
	const began = performance.now();
	const worker = async () => {
		while (load.given < until) await sender.post(load.protobuf(RECORDS));
	};
	await Promise.all(Array.from({ length: PARALLEL }, worker));
	sender.close();
	await relay.holds(until);
	return (performance.now() - began) / 1000;
}

/** The lowest of some readings over a quiet while. */
async function settled(relay: Relay): Promise<number> {
	const readings: number[] = [];
	for (let reading = 0; reading < 20; reading++) {
		await new Promise((resolve) => setTimeout(resolve, 500));
		readings.push(resident(relay));
	}
	return Math.min(...readings);
}

/** Resident set size, MB. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function resident(relay: Relay): number {
	const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${relay.pid()}/status`, 'utf8'));
	if (!line) throw new Error('this system does not tell the resident memory of a process');
	return Number(line[1]) / 1024;
}
