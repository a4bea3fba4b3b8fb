import { expect, test } from 'vitest';
import { runPushCycles } from '../support/push-cycles.ts';

test('killed between decision and sending, the relay misses no alert and shows none twice', async () => {
	const { alerts, missed, duplicates, wrong } = await runPushCycles(6, 11);
	expect({ alerts, missed, duplicates, wrong }).toEqual({ alerts: 6, missed: [], duplicates: [], wrong: [] });
}, 90_000);
