// Reads a folder of transcripts into a journal in a process of its own, and prints how that went as one line of JSON.
import { createIngest } from '#server/ingest.ts';
import { openJournal } from '#server/journal/open.ts';
import { keepMemorySmall } from '#server/memory.ts';
import { startTranscripts } from '#server/sources/transcripts/transcripts.ts';

const [folder, dataDir, idleMs] = process.argv.slice(2) as [string, string, string];
// As the relay does.
keepMemorySmall();
const began = performance.now();
const store = openJournal(dataDir);
let longest = 0;
let last = performance.now();
const timer = setInterval(() => {
	longest = Math.max(longest, performance.now() - last - 1);
	last = performance.now();
}, 1);
const quiet = () => undefined;
const source = startTranscripts({
	folders: [folder],
	usual: [],
	content: false,
	ingest: createIngest(store.journal, store.fold, quiet, null),
	files: store.fileState,
	hostname: 'here',
	now: Date.now,
	log: { error: console.error, warn: quiet, info: quiet, debug: quiet },
	times: { gatherMs: 0 }
});
while (!['live', 'polling'].includes(source.status().phase!))
	await new Promise((resolve) => setTimeout(resolve, 20));
const ms = performance.now() - began;
clearInterval(timer);
const { counts } = source.status();
const before = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, Number(idleMs)));
const { user, system } = process.cpuUsage(before);
await source.close(0);
store.close();
const memory = process.resourceUsage().maxRSS / 1024;
console.log(
	JSON.stringify({
		ms,
		longest,
		memory,
		events: counts!.accepted,
		bytes: counts!.bytes,
		files: counts!.files,
		idle: Number(idleMs) === 0 ? 0 : (user + system) / 1000 / Number(idleMs)
	})
);
