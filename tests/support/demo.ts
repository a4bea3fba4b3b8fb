// A relay on sample data whose history is whole. Live traffic goes on in it: about two events a second.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Relay, startRelay } from './relay.ts';

/** Enough for a month's range and for what a fortnight is compared with. */
const DEMO_DAYS = 45;

export async function startDemo(days = DEMO_DAYS): Promise<Relay> {
	const relay = await startRelay({ entry: 'server/cli/demo.ts', arguments: ['--days', String(days)] });
	const deadline = Date.now() + 90_000;
	for (;;) {
		const { sources } = await relay.health();
		if (sources.some(({ name, phase }) => name === 'demo' && phase === 'live')) return relay;
		if (Date.now() > deadline) throw new Error(`the sample data never came:\n${relay.output()}`);
		await sleep(250);
	}
}
