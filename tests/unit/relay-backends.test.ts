// The relay as a program, with a Loki and a Prometheus to read from.
import { expect, test } from 'vitest';
import type { Health } from '#lib/domain/views.ts';
import { madeEntries } from '../support/loki-entries.ts';
import { startLokiStub } from '../support/loki-stub.ts';
import { startPrometheusStub } from '../support/prometheus-stub.ts';
import { startRelay } from '../support/relay.ts';

// The first error after a stop may still be the connection that Loki ended; a refused one follows it.
const UNWELL = /"status":"degraded".*Loki cannot be reached: nothing listens there/;

test('the relay reads both, says how they are, and never says a password', async () => {
	const [loki, prometheus] = await Promise.all([startLokiStub(), startPrometheusStub()]);
	loki.need = { Authorization: `Basic ${Buffer.from('me:open-sesame').toString('base64')}` };
	loki.store.add(madeEntries(2500, Date.now() - 86_400_000));
	prometheus.sample({ __name__: 'claude_code_cost_usage_USD_total', session_id: 's9' }, Date.now() - 5000, 2);
	const relay = await startRelay({
		env: { LOKI_URL: loki.url.replace('//', '//me:open-sesame@'), PROMETHEUS_URL: prometheus.url }
	});
	try {
		await relay.holds(2501);
		const health = await relay.health();
		const { sources } = health as unknown as Health;
		expect(sources.map(({ name, error }) => [name, error]).slice(0, 3)).toEqual([
			['otlp', null],
			['loki', null],
			['prometheus', null]
		]);
		expect(health.status).toBe('ok');

		await relay.stop();
		loki.push(madeEntries(10, Date.now() - 1000, 1, 'meanwhile'));
		await relay.restart();
		await relay.holds(2511);

		await loki.stop();
		let unwell = '';
		for (let tries = 0; tries < 100 && !UNWELL.test(unwell); tries++) {
			await new Promise((resolve) => setTimeout(resolve, 100));
			unwell = JSON.stringify(await relay.health());
		}
		expect(unwell).toMatch(UNWELL);
		expect(unwell + relay.output()).not.toContain('open-sesame');
	} finally {
		await relay.remove();
		await prometheus.stop();
	}
});
