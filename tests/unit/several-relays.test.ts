// Two relays over one Loki: the same events, ids and sums; a browser that meets the other one begins anew with the same.
import { expect, test } from 'vitest';
import { madeEntries } from '../support/loki-entries.ts';
import { startLokiStub } from '../support/loki-stub.ts';
import { type Relay, startRelay } from '../support/relay.ts';

const COUNT = 900;

async function idsOf(relay: Relay): Promise<string[]> {
	const { head } = await relay.health();
	const page = await (await fetch(`${relay.url}/api/events?before=${head + 1}&limit=2000`)).json();
	return page.events.map(({ event }: { event: { id: string } }) => event.id).sort();
}

/** Rows of the snapshot without what names the journal, in an order of their own. */
async function rowsOf(relay: Relay): Promise<string[]> {
	const text = await (await fetch(`${relay.url}/api/snapshot`)).text();
	const sorted = (value: unknown): unknown =>
		value !== null && typeof value === 'object' && !Array.isArray(value)
			? Object.fromEntries(
					Object.entries(value)
						.sort(([a], [b]) => (a < b ? -1 : 1))
						.map(([key, inner]) => [key, sorted(inner)])
				)
			: value;
	return text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line))
		.filter(({ type }) => type === 'day' || type === 'session')
		.map((line) => JSON.stringify(sorted(line)))
		.sort();
}

test('two relays over one Loki agree, and a cursor of one is told by the other', async () => {
	const loki = await startLokiStub();
	loki.store.add(madeEntries(COUNT, Date.now() - 86_400_000));
	const relays = await Promise.all([1, 2].map(() => startRelay({ env: { LOKI_URL: loki.url } })));
	try {
		const [one, other] = relays as [Relay, Relay];
		await Promise.all(relays.map((relay) => relay.holds(COUNT)));
		loki.push(madeEntries(20, Date.now() - 1000, 1, 'later'));
		await Promise.all(relays.map((relay) => relay.holds(COUNT + 20)));
		expect(await idsOf(other)).toEqual(await idsOf(one));
		expect((await rowsOf(one)).length).toBeGreaterThan(1);
		expect(await rowsOf(other)).toEqual(await rowsOf(one));

		const { epoch, head } = await one.health();
		expect((await other.health()).epoch).not.toBe(epoch);
		const stream = await fetch(`${other.url}/api/stream?cursor=${epoch}.${head}`);
		const frames = await stream.text();
		expect(frames).toContain('event: reset');
		// Nothing was deleted: the device may show what it has until the snapshot is there.
		expect(frames).not.toContain('"erase"');
	} finally {
		await Promise.all(relays.map((relay) => relay.remove()));
		await loki.stop();
	}
});
