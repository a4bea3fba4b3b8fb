// How fast export requests become domain events.
import { decodeLogs } from '#lib/wire/otlp.ts';
import { parseLogsJson } from '#lib/wire/otlp-json.ts';
import { parseLogsProtobuf } from '#lib/wire/otlp-protobuf.ts';
import { createLoad } from '../support/load.ts';
import { atLeast, type Bench, rate } from './figure.ts';

const REQUESTS = 120;
const RECORDS = 500;
const AT = Date.parse('2026-11-20T12:00:00Z');

export const bench: Bench = {
	name: `decode and normalize, ${(REQUESTS * RECORDS).toLocaleString('en-US')} records in requests of ${RECORDS}`,
	async run() {
		const load = createLoad({ seed: 11, startMs: AT - 3_600_000, stepMs: 20 });
		const binary = Array.from({ length: REQUESTS }, () => load.protobuf(RECORDS));
		const json = Array.from({ length: REQUESTS }, () => load.json(RECORDS));
		const texts = json.map((bytes) => new TextDecoder().decode(bytes));
		const context = { receivedAtMs: AT, source: 'otlp' as const };
		const total = REQUESTS * RECORDS;

		let seen = 0;
		const fromBinary = await rate(total, 3, () => {
			for (const bytes of binary) seen += decodeLogs(parseLogsProtobuf(bytes), context).events.length;
		});
		const fromJson = await rate(total, 3, () => {
			for (const text of texts) seen += decodeLogs(parseLogsJson(text), context).events.length;
		});
		const parsed = await rate(total, 3, () => {
			for (const text of texts) JSON.parse(text);
		});
		if (seen !== total * 6) throw new Error(`${seen} events came out of ${total * 6} records`);
		return [
			atLeast('protobuf', fromBinary, 50_000, 'events/s'),
			atLeast('JSON', fromJson, 50_000, 'events/s'),
			{ name: 'JSON.parse alone', value: parsed, unit: 'events/s' },
			{ name: 'JSON against JSON.parse alone', value: fromJson / parsed, unit: '×' }
		];
	}
};
