// Reads many whole transcripts in threads, for the import: their events come packed and are unpacked some at a time.
import type { DomainEvent } from '#lib/domain/event.ts';
import type { WholeFile } from './about-file.ts';
import { createUnpacker, type Unpacker } from './packed.ts';
import type { WholeOptions } from './read-whole.ts';
import { inThreads, jobsOf } from './threads.ts';
import type { WholeAnswer } from './whole-worker.ts';

export interface Answer extends WholeAnswer {
	/** Reads `packed`, while it is being taken. */
	unpacker: Unpacker;
}

/** Every answer is handed to `take`, one after the other; see `threads.ts` for how it ends. */
export async function readWholeFiles(
	files: readonly WholeFile[],
	options: WholeOptions,
	take: (answer: Answer) => Promise<void>,
	signal?: AbortSignal
): Promise<void> {
	const unpackers: Unpacker[] = [];
	await inThreads<WholeFile[], WholeAnswer>(
		{
			module: new URL('./whole-worker.ts', import.meta.url),
			workerData: options,
			jobs: Promise.resolve(jobsOf(files, ({ size }) => size)),
			take(answer, _job, thread) {
				const unpacker = (unpackers[thread] ??= createUnpacker());
				unpacker.learn(answer.packed);
				return take({ ...answer, unpacker });
			}
		},
		signal
	);
}

/** Unpacked together, forgotten together while they are young. */
const AT_ONCE = 250;

/** An answer's events in their order, some at a time: there are hundreds or, of a large file, many thousands. */
export function* eventsOf({
	packed,
	unpacker
}: Pick<Answer, 'packed' | 'unpacker'>): Iterable<DomainEvent[]> {
	const count = packed.ends.length;
	for (let from = 0; from < count; from += AT_ONCE)
		yield unpacker.events(packed, from, Math.min(count, from + AT_ONCE));
}
