// Child process: appends numbered events to the journal in argv[2], beginning at argv[3], and prints a line after each
// commit. Killed by the test at a moment of the test's choosing.
import { writeSync } from 'node:fs';
import { openJournal } from '#server/journal/open.ts';
import { makeEvent } from './make-event.ts';

const store = openJournal(process.argv[2]!);
for (let next = Number(process.argv[3]); ; next += 20) {
	const events = Array.from({ length: 20 }, (_, i) =>
		makeEvent({ sequence: next + i, atMs: 1_790_000_000_000 + next + i })
	);
	store.fold.take(store.journal.append(events).records);
	// Synchronous: what is printed was committed before.
	writeSync(1, `${next + 20}\n`);
	await new Promise((resolve) => setImmediate(resolve));
}
