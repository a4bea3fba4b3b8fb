// Scripted misfortunes of a Loki and of the relay that reads it, drawn by a seed: before, while and after each, events are
// pushed, and in the end all of them must be in the journal, once.
import { recordsOf } from '#server/journal/journal.ts';
import type { RunningSource } from '#server/sources/source.ts';
import { madeEntries, madeEntry } from './loki-entries.ts';
import { type LokiStub, startLokiStub } from './loki-stub.ts';
import { createRandom } from './random.ts';
import { createHarness, FAST_LOKI, type Harness, phaseOf, until } from './source-harness.ts';

export interface CycleReport {
	cycles: number;
	pushed: number;
	lost: number;
	/** Records beyond one for each event. */
	duplicates: number;
	/** Frames in which the stub said that it dropped entries. */
	dropFrames: number;
	/** Times the relay said so. */
	alarms: number;
	/** Fault → how often. */
	faults: Record<string, number>;
}

interface Scene {
	stub: LokiStub;
	harness: Harness;
	source: RunningSource;
	random: ReturnType<typeof createRandom>;
	push(count?: number, lateMs?: number): void;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const answer = (status: number, body: string) => ({ status, body });

const FAULTS: Record<string, (scene: Scene) => Promise<void> | void> = {
	'the hour is over': ({ stub }) => stub.closeTails(1011, 'reached tail max duration limit'),
	'Loki stops': ({ stub }) => stub.closeTails(1011, 'all ingesters closed the connection'),
	'the connection ends': ({ stub }) => stub.destroyTails(),
	'the connection ends inside a frame': ({ stub }) => stub.cutTails(),
	'the other side is gone without a word': ({ stub }) => stub.silenceTails(),
	'entries are dropped': async ({ stub, source, harness, push, random }) => {
		await until(() => phaseOf(source) === 'live', source.status);
		stub.dropNext(random.integer(1, 40));
		push(41);
		await until(
			() => alarmsOf(harness) === stub.dropFrames,
			() => [alarmsOf(harness), stub.dropFrames]
		);
	},
	'entries are lost without a word': ({ stub, random }) => stub.loseNext(random.integer(1, 10)),
	'Loki is killed and comes back': async ({ stub, push, random }) => {
		await stub.stop();
		push();
		await pause(random.integer(0, 60));
		stub.starting = random.next() < 0.5;
		await stub.start();
		push();
		await pause(random.integer(0, 40));
		stub.starting = false;
	},
	'queries hang': ({ stub }) => stub.next('hang'),
	'queries fail': ({ stub }) =>
		stub.next(answer(500, 'empty ring'), answer(429, 'too many outstanding requests')),
	'a proxy answers': ({ stub }) => stub.next(answer(502, '<html></html>'), answer(200, '<html></html>')),
	'all tails are taken': async ({ stub, push }) => {
		stub.maxTails = 0;
		stub.destroyTails();
		push();
		await pause(30);
		stub.maxTails = 10;
	},
	'tails are refused': async ({ stub, push }) => {
		stub.tailAnswer = { status: 503, text: 'Ingester not ready: waiting for 15s after being ready' };
		stub.destroyTails();
		push();
		await pause(30);
		stub.tailAnswer = null;
	},
	'frames are no frames': ({ stub }) => stub.say('{"streams":'),
	'entries come late': ({ push }) => push(3, 45 * 60_000),
	'a page is full of one nanosecond': ({ stub, harness, random }) => {
		const atMs = Date.now() - 1000;
		const session = `tie ${harness.journal.head} ${random.integer(0, 1e9)}`;
		const ties = Array.from({ length: 2100 }, (_, sequence) => madeEntry({ atMs, sequence, session }));
		stub.loseNext(ties.length);
		stub.push(ties);
	},
	'nothing can be written': async ({ harness, push }) => {
		harness.full = true;
		push();
		await pause(30);
		harness.full = false;
	},
	'the relay starts again': async (scene) => {
		await scene.source.close(0);
		scene.push();
		await pause(5);
		scene.source = scene.harness.startLoki({ url: scene.stub.url, times: TIMES });
	}
};

const TIMES = { ...FAST_LOKI, timeoutMs: 300 };

export async function runLokiCycles(seed: number, cycles: number): Promise<CycleReport> {
	const stub = await startLokiStub({ pingMs: 30 });
	const harness = createHarness();
	const random = createRandom(seed);
	let sequence = 0;
	const scene: Scene = {
		stub,
		harness,
		random,
		source: harness.startLoki({ url: stub.url, times: TIMES }),
		push(count = random.integer(1, 20), lateMs = 0) {
			stub.push(madeEntries(count, Date.now() - lateMs, 0, 'cycles', sequence));
			sequence += count;
		}
	};
	const faults: Record<string, number> = {};
	const deck: string[] = [];
	try {
		for (let cycle = 0; cycle < cycles; cycle++) {
			if (deck.length === 0) deck.push(...random.shuffle(Object.keys(FAULTS)));
			const name = deck.pop()!;
			faults[name] = (faults[name] ?? 0) + 1;
			scene.push();
			await FAULTS[name]!(scene);
			scene.push();
			await until(
				() => harness.journal.events === stub.store.size,
				() => [name, harness.journal.events, stub.store.size, scene.source.status()],
				20_000
			);
		}
		const records = recordsOf(
			harness.journal.pageAfter(0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
		);
		const ids = new Set(records.map(({ event }) => event.id));
		return {
			cycles,
			pushed: stub.store.size,
			lost: stub.store.size - ids.size,
			duplicates: records.length - ids.size,
			dropFrames: stub.dropFrames,
			alarms: alarmsOf(harness),
			faults
		};
	} finally {
		await harness.close();
		await stub.stop();
	}
}

function alarmsOf({ lines }: Harness): number {
	return lines.filter((line) => /Loki dropped/.test(line)).length;
}
