import { expect, test } from 'vitest';
import { runPushCycles } from '../support/push-cycles.ts';

const KILLS = 200;

test(`${KILLS} kills between decision and sending: no alert missed, none shown twice`, async () => {
	const counts = await runPushCycles(KILLS, Number(process.env.TIDEMARK_SEED ?? 1));
	console.log(
		JSON.stringify({ ...counts, missed: counts.missed.length, duplicates: counts.duplicates.length })
	);
	expect(counts).toMatchObject({ alerts: KILLS, missed: [], duplicates: [], wrong: [] });
});
