import { expect, test } from 'vitest';
import { createLoad } from '../support/load.ts';
import { startPushService } from '../support/push-service.ts';
import { startRelay } from '../support/relay.ts';

test('from real OTLP to a push message takes less than five seconds', async () => {
	const service = await startPushService();
	const relay = await startRelay({ entry: 'tests/support/relay-with-push.ts' });
	try {
		const put = (path: string, body: unknown) =>
			fetch(`${relay.url}${path}`, {
				method: 'PUT',
				headers: { 'content-type': 'application/json', origin: relay.url },
				body: JSON.stringify(body)
			});
		await put('/api/push/subscriptions', { name: 'phone', subscription: service.subscribe('phone') });
		const budget = {
			id: 'b1',
			name: 'Monthly',
			amountNanoUsd: 1_000_000,
			period: 'month',
			firstDay: 1,
			zone: 'Europe/Paris',
			scope: { kind: 'all' },
			thresholds: [100],
			paused: false,
			updatedAtMs: Date.now(),
			deletedAtMs: null
		};
		expect((await put('/api/plans/budgets/b1', budget)).status).toBe(200);
		const load = createLoad({ seed: 5, startMs: Date.now(), stepMs: 1 });
		const sentMs = Date.now();
		await fetch(`http://127.0.0.1:${relay.otlpHttpPort}/v1/logs`, {
			method: 'POST',
			headers: { 'content-type': 'application/x-protobuf' },
			body: new Uint8Array(load.protobuf(200))
		});
		while (service.received.length === 0 && Date.now() - sentMs < 10_000) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		expect(service.wrong).toEqual([]);
		expect(service.received.map(({ payload }) => [payload.name, payload.threshold])).toEqual([
			['Monthly', 100]
		]);
		expect(service.received[0]!.atMs - sentMs).toBeLessThan(5000);
	} finally {
		await relay.remove();
		await service.close();
	}
});
