import { expect, test } from 'vitest';
import { runLokiCycles } from '../support/loki-cycles.ts';

test('100 misfortunes lose nothing, double nothing, and each drop raises an alarm', {
	timeout: 180_000
}, async () => {
	const report = await runLokiCycles(20261120, 100);
	console.log(JSON.stringify(report));
	expect(report).toMatchObject({ cycles: 100, lost: 0, duplicates: 0, alarms: report.dropFrames });
	expect(report.dropFrames).toBeGreaterThan(3);
	expect(Object.keys(report.faults).length).toBeGreaterThan(15);
});
