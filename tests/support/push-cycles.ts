// Kills the relay (SIGKILL) again and again between the decision to alert and the end of sending, and counts what the
// device of a person would show.
import { createLoad } from './load.ts';
import { startPushService } from './push-service.ts';
import { createRandom } from './random.ts';
import { startRelay } from './relay.ts';

export interface CycleCounts {
	kills: number;
	/** Crossings decided, by the relay's own list. */
	alerts: number;
	/** Crossings no message came for. */
	missed: string[];
	/** Notifications a device shows beside the first of the same tag. */
	duplicates: string[];
	/** Messages sent again after a kill: they replace the one before. */
	repeats: number;
	wrong: string[];
}

export async function runPushCycles(kills: number, seed: number): Promise<CycleCounts> {
	const random = createRandom(seed);
	const service = await startPushService();
	const relay = await startRelay({ entry: 'tests/support/relay-with-push.ts' });
	const call = async (method: string, path: string, body?: unknown) => {
		const answer = await fetch(`${relay.url}${path}`, {
			method,
			headers: { 'content-type': 'application/json', origin: relay.url },
			...(body === undefined ? {} : { body: JSON.stringify(body) })
		});
		if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
		return answer.json();
	};
	try {
		await call('PUT', '/api/push/subscriptions', { name: 'phone', subscription: service.subscribe('phone') });
		const load = createLoad({ seed, startMs: Date.now() - 60_000, stepMs: 100 });
		const sent = await fetch(`http://127.0.0.1:${relay.otlpHttpPort}/v1/logs`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: new TextDecoder().decode(load.json(200))
		});
		if (!sent.ok) throw new Error(`OTLP answered ${sent.status}`);
		for (let i = 0; i < kills; i++) {
			const cycle = (['decided', 'arriving', 'answered'] as const)[i % 3]!;
			const killed = new Promise<void>((resolve) => {
				const kill = () => void relay.stop('SIGKILL').then(() => resolve());
				if (cycle === 'decided') {
					service.answer = () => ({ status: 201 });
					setTimeout(kill, random.integer(0, 450));
					return;
				}
				// A message may come no more than once: then the moment has passed, and the kill comes late.
				const late = setTimeout(kill, 3000);
				service.answer = () => {
					clearTimeout(late);
					kill();
					return cycle === 'arriving' ? { status: 0, silent: true } : { status: 201 };
				};
			});
			const made = budget(i);
			const put = () => call('PUT', `/api/plans/budgets/b${i}`, made);
			// The kill may come before the answer: as a page would, it is sent again.
			const answered = await put().then(
				() => true,
				() => false
			);
			await killed;
			service.answer = () => ({ status: 201 });
			await relay.restart();
			if (!answered) await put();
		}
		const deadline = Date.now() + 30_000;
		let alerts: { id: string }[] = [];
		const taken = () => new Set(service.received.filter(({ status }) => status === 201).map(tagOf));
		while (alerts.length < kills || alerts.some(({ id }) => !taken().has(id))) {
			if (Date.now() > deadline) break;
			await new Promise((resolve) => setTimeout(resolve, 100));
			({ alerts } = (await call('GET', '/api/plans')) as { alerts: { id: string }[] });
		}
		const shown = taken();
		const topics = new Map<string, Set<string | undefined>>();
		for (const message of service.received) {
			const own = topics.get(tagOf(message)) ?? new Set();
			topics.set(tagOf(message), own.add(message.topic));
		}
		return {
			kills,
			alerts: alerts.length,
			missed: alerts.map(({ id }) => id).filter((id) => !shown.has(id)),
			// A notification replaces the one of its tag; a waiting message the one of its topic.
			duplicates: [...topics].filter(([, own]) => own.size > 1 || own.has(undefined)).map(([tag]) => tag),
			repeats: service.received.length - topics.size,
			wrong: service.wrong
		};
	} finally {
		await relay.remove();
		await service.close();
	}
}

const tagOf = ({ payload }: { payload: Record<string, unknown> }) => String(payload.tag);

function budget(i: number) {
	return {
		id: `b${i}`,
		name: `Budget ${i}`,
		amountNanoUsd: 1,
		period: 'month',
		firstDay: 1,
		zone: 'UTC',
		scope: { kind: 'all' },
		thresholds: [100],
		paused: false,
		updatedAtMs: Date.now(),
		deletedAtMs: null
	};
}
