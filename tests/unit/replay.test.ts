// Every captured export request over its own protocol against a real relay: often, out of order, some compressed. The
// journal and the terminal report then say what the oracle reckons from the same bytes, to the nano-dollar.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCaptures } from '../support/captures.ts';
import { expectedTotals } from '../support/oracle.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { type Answer, replay } from '../support/replay.ts';

const captures = readCaptures();
const expected = expectedTotals(captures);
let relay: Relay;

beforeAll(async () => {
	relay = await startRelay();
}, 30_000);
afterAll(async () => {
	await relay?.remove();
});

function send(seed: number, repeats: number): Promise<Answer[]> {
	const ports = { http: relay.otlpHttpPort, grpc: relay.otlpGrpcPort };
	return replay(captures, ports, { seed, repeats, gzip: true, parallel: 8 });
}

/** The figures both sides give. */
function reported() {
	const file = join(import.meta.dirname, '../../server/cli/report.ts');
	const { stdout, stderr, status } = spawnSync(
		process.execPath,
		[file, 'totals', '--json', '--data-dir', relay.dataDir],
		{ encoding: 'utf8', env: { PATH: process.env.PATH } }
	);
	if (status !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as Record<string, unknown>;
}

const figures = {
	costNanoUsd: expected.costNanoUsd,
	unloggedNanoUsd: expected.unloggedNanoUsd,
	unpricedRequests: 0,
	tokens: expected.tokens,
	events: expected.logRecords + expected.dataPoints,
	sessions: expected.sessions.length,
	apiRequests: expected.apiRequests,
	byModel: expected.byModel,
	bySession: Object.fromEntries(
		expected.sessions.map((session) => [session, expected.bySession[session] ?? 0])
	)
};

describe('all captures replayed, each once to five times and shuffled', () => {
	test.each([1, 2, 3])('add up to the oracle (seed %i)', { timeout: 60_000 }, async (seed) => {
		const answers = await send(seed, 5);
		expect(answers.filter(({ status }) => status !== 200 && status !== 0)).toEqual([]);
		expect(reported()).toEqual(figures);
		await relay.holds(expected.logRecords + expected.dataPoints);
	});

	test('write nothing when all of it is known', { timeout: 60_000 }, async () => {
		const { head } = await relay.health();
		await send(4, 1);
		expect((await relay.health()).head).toBe(head);
	});

	test('give the same figures without the relay, and after kill -9', { timeout: 60_000 }, async () => {
		await relay.stop('SIGKILL');
		expect(reported()).toEqual(figures);
		await relay.restart();
		expect(reported()).toEqual(figures);
	});
});
