// `node print-rows.ts FOLDER NOW`: what a folder of transcripts adds up to, as JSON. See read-rows.ts.
import { readTranscriptRows } from '#server/cli/transcript-rows.ts';

const [folder, nowMs] = process.argv.slice(2) as [string, string];
const { sessions, days, ...rest } = await readTranscriptRows(folder, Number(nowMs));
console.log(JSON.stringify({ ...rest, sessions: [...sessions], days: [...days] }));
