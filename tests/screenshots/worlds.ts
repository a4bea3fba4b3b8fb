// What the app is photographed over: the demo, nothing yet, one real session, and a relay that knows nobody yet.

import { readCaptures } from '../support/captures.ts';
import { startDemo } from '../support/demo.ts';
import { PAGES } from '../support/pages.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { replay } from '../support/replay.ts';

export interface World {
	name: string;
	relay: Relay;
	/** Pages worth a picture there; `/sessions/one` is its dearest session, `/sessions/compare` that and the next. */
	paths: string[];
}

/** One session and two compared stand for their own. */
const ALONE = PAGES.filter((path) => path !== '/sessions/compare');

/** A session with tools, as Claude Code sent it. */
const SCENARIO = 'tools2-details';

/** By name, each started when it is asked for. */
export const WORLDS: Record<string, () => Promise<World>> = {
	async demo() {
		const relay = await startDemo(90);
		await setBudgets(relay);
		return { name: 'demo', relay, paths: [...ALONE, '/sessions/one', '/sessions/compare'] };
	},
	async empty() {
		return { name: 'empty', relay: await startRelay(), paths: ALONE };
	},
	async real() {
		const relay = await startRelay();
		const captures = readCaptures().filter(
			({ scenario, protocol }) => scenario === SCENARIO && protocol === 'http/json'
		);
		const ports = { http: relay.otlpHttpPort, grpc: relay.otlpGrpcPort };
		const answers = await replay(captures, ports, { seed: 1, shuffle: false, parallel: 1 });
		if (answers.some(({ status }) => status !== 200)) throw new Error('the relay refused the session');
		return { name: 'real', relay, paths: [...ALONE, '/sessions/one'] };
	},
	async 'signed-out'() {
		return { name: 'signed-out', relay: await startRelay({ signIn: true }), paths: ['/'] };
	}
};

async function setBudgets(relay: Relay): Promise<void> {
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	const budgets = [
		{ id: 'month', name: 'Everything', amountNanoUsd: 900e9, period: 'month' },
		{ id: 'day', name: 'A day', amountNanoUsd: 25e9, period: 'day' }
	];
	for (const budget of budgets) {
		const answer = await fetch(`${relay.url}/api/plans/budgets/${budget.id}`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json', origin: relay.url },
			body: JSON.stringify({
				...budget,
				firstDay: 1,
				zone,
				scope: { kind: 'all' },
				thresholds: [50, 80, 100],
				paused: false,
				updatedAtMs: Date.now(),
				deletedAtMs: null
			})
		});
		if (!answer.ok) throw new Error(`the budget was refused: ${await answer.text()}`);
	}
}
