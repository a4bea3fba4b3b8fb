import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { type DecodeContext, type Decoded, MalformedError } from '#lib/wire/decoded.ts';
import { decodeLokiTail } from '#lib/wire/loki.ts';
import { decodeLogs, decodeMetrics } from '#lib/wire/otlp.ts';
import { parseLogsJson, parseMetricsJson } from '#lib/wire/otlp-json.ts';
import { parseLogsProtobuf } from '#lib/wire/otlp-protobuf.ts';
import { decodeTranscriptLine } from '#lib/wire/transcript.ts';
import { emptyTranscriptState } from '#lib/wire/transcript-file.ts';

const AT: DecodeContext = { receivedAtMs: Date.parse('2026-11-20T22:00:00Z'), source: 'otlp' };
const NANOS = '1795199142977000000';

type Value = Record<string, unknown>;

function logsText(attributes: Record<string, Value>, record: object = {}): string {
	return JSON.stringify({
		resourceLogs: [
			{
				scopeLogs: [
					{
						scope: { name: 'com.anthropic.claude_code.events' },
						logRecords: [
							{
								timeUnixNano: NANOS,
								body: { stringValue: 'claude_code.api_request' },
								attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
								...record
							}
						]
					}
				]
			}
		]
	});
}

function decode(attributes: Record<string, Value>, record: object = {}): Decoded {
	return decodeLogs(parseLogsJson(logsText(attributes, record)), AT);
}

function only(decoded: Decoded): DomainEvent {
	expect(decoded.rejected.reasons).toEqual({});
	expect(decoded.events).toHaveLength(1);
	return decoded.events[0]!;
}

const SESSION = { 'session.id': { stringValue: 's' }, 'event.sequence': { intValue: 1 } };

/** Built as text: JSON.stringify itself gives up on such depth. */
function nested(depth: number, kind: 'arrayValue' | 'kvlistValue'): string {
	const [open, close] =
		kind === 'arrayValue'
			? ['{"arrayValue":{"values":[', ']}}']
			: ['{"kvlistValue":{"values":[{"key":"k","value":', '}]}}'];
	return `${open!.repeat(depth)}{"intValue":1}${close!.repeat(depth)}`;
}

describe('amounts', () => {
	test.each<[string, string, Value]>([
		['negative tokens', 'input_tokens', { intValue: -1 }],
		['tokens beyond 2^53', 'output_tokens', { intValue: '9223372036854775807' }],
		['a fraction of a token', 'cache_read_tokens', { doubleValue: 1.5 }],
		['tokens that are no number', 'input_tokens', { stringValue: 'many' }],
		['hexadecimal tokens', 'input_tokens', { stringValue: '0x10' }],
		['a cost of 1e308', 'cost_usd', { doubleValue: 1e308 }],
		['a cost that is no number', 'cost_usd', { doubleValue: 'NaN' }],
		['an endless cost', 'cost_usd', { doubleValue: 'Infinity' }],
		['a negative cost', 'cost_usd', { stringValue: '-1' }],
		['a true cost', 'cost_usd', { boolValue: true }]
	])('%s refuses the record', (_what, key, value) => {
		const decoded = decode({ ...SESSION, [key]: value });
		expect(decoded.events).toEqual([]);
		expect(decoded.rejected).toEqual({ count: 1, reasons: { [`invalid ${key}`]: 1 } });
	});

	test.each<[string, Value, number]>([
		['a double', { doubleValue: 0.0052931 }, 5_293_100],
		['an integer', { intValue: 2 }, 2_000_000_000],
		['text', { stringValue: '0.005293100000000001' }, 5_293_100],
		['text with an exponent', { stringValue: '5e-9' }, 5]
	])('a cost sent as %s is read', (_what, value, nano) => {
		expect(only(decode({ ...SESSION, cost_usd: value }))).toMatchObject({ costNanoUsd: nano });
	});

	test('an unknown duration is unknown, and what was sent is kept', () => {
		const event = only(decode({ ...SESSION, duration_ms: { stringValue: 'long' } }));
		expect(event).toMatchObject({ durationMs: null, more: { duration_ms: 'long' } });
	});
});

describe('shape', () => {
	test.each(['arrayValue', 'kvlistValue'] as const)(
		'an attribute nested 20,000 deep is cut and flagged: %s',
		(kind) => {
			const text = logsText({ ...SESSION, deep: { marker: 1 } }).replace(
				'{"marker":1}',
				nested(20_000, kind)
			);
			const event = only(decodeLogs(parseLogsJson(text), AT));
			expect(event.cut?.length).toBe(1);
			expect(event.cut?.[0]).toMatch(/^deep/);
		}
	);

	test('a protobuf message nested 400 deep is malformed', () => {
		let bytes = new Uint8Array([0x18, 1]);
		for (let i = 0; i < 200; i++) bytes = wrap(0x2a, wrap(0x0a, bytes));
		for (const [tag] of [[0x12], [0x32], [0x12], [0x12], [0x0a]] as [number][]) bytes = wrap(tag, bytes);
		expect(() => parseLogsProtobuf(bytes)).toThrow(MalformedError);
	});

	function wrap(tag: number, inner: Uint8Array): Uint8Array<ArrayBuffer> {
		const length: number[] = [];
		for (let rest = inner.length; ; rest >>>= 7) {
			if (rest < 128) {
				length.push(rest);
				break;
			}
			length.push((rest & 127) | 128);
		}
		return Uint8Array.from([tag, ...length, ...inner]);
	}

	test('of 10,000 attributes 256 are kept, and the event says so', () => {
		const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`a${i}`, { intValue: i }]));
		const event = only(decode({ ...SESSION, ...many }));
		expect(Object.keys(event.more ?? {}).length).toBeLessThanOrEqual(256);
		expect(event.cut).toEqual(['(too many attributes)']);
	});

	test('a text of 1 MB is cut to 64 KB, and the event says so', () => {
		const event = only(decode({ ...SESSION, error_text: { stringValue: '😀'.repeat(300_000) } }));
		expect(event.more?.error_text?.length).toBeLessThanOrEqual(65_536);
		expect(event.more?.error_text?.isWellFormed()).toBe(true);
		expect(event.cut).toEqual(['error_text']);
	});

	test('a name of 1 MB is dropped, and the event says so', () => {
		const event = only(decode({ ...SESSION, ['x'.repeat(1_000_000)]: { intValue: 1 } }));
		expect(event.more).toBeUndefined();
		expect(event.cut).toEqual(['(attribute name too long)']);
	});

	test('`__proto__` is an attribute like any other', () => {
		const text = logsText({ ...SESSION, PLACE: { stringValue: 'x' } }).replace('PLACE', '__proto__');
		const event = only(decodeLogs(parseLogsJson(text), AT));
		expect(event.more).toEqual({ key___proto__: 'x' });
		expect(({} as Record<string, unknown>).x).toBeUndefined();
		const inside = {
			kvlistValue: {
				values: [
					{
						key: '__proto__',
						value: { kvlistValue: { values: [{ key: 'polluted', value: { intValue: 1 } }] } }
					}
				]
			}
		};
		decode({ ...SESSION, map: inside, list: { arrayValue: { values: [inside] } } });
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	test('NUL and half characters are replaced', () => {
		const event = only(decode({ ...SESSION, 'prompt.id': { stringValue: 'a\0b\ud800c' } }));
		expect(event.promptId).toBe('a\ufffdb\ufffdc');
	});

	test('an event we do not know keeps its attributes under canonical names', () => {
		const event = only(
			decode(
				{
					...SESSION,
					'event.name': { stringValue: 'brand_new' },
					'a.b': { arrayValue: { values: [{ stringValue: '<x>' }, { intValue: 2 }] } },
					map: { kvlistValue: { values: [{ key: 'k.v', value: { boolValue: true } }] } },
					'0digit': { stringValue: 'z' },
					number: { doubleValue: 0.1 }
				},
				{}
			)
		);
		expect(event).toMatchObject({
			name: 'other',
			otherName: 'brand_new',
			id: 'brand_new:s:1795199142977:1',
			attributes: { a_b: '["\\u003cx\\u003e",2]', map_k_v: 'true', key_0digit: 'z', number: '0.1' }
		});
	});

	test('records with neither key nor sequence are told apart by what they say', () => {
		const [a, b, again] = ['one', 'two', 'one'].map((text) =>
			only(decode({ 'event.name': { stringValue: 'odd' }, text: { stringValue: text } }))
		);
		expect(a!.id).not.toBe(b!.id);
		expect(a!.id).toBe(again!.id);
	});
});

describe('time', () => {
	test.each<[string, object, string]>([
		['none', { timeUnixNano: 0 }, 'no time'],
		['before 2020', { timeUnixNano: '1000000000' }, 'time before 2020'],
		['two days ahead', { timeUnixNano: '1795372000000000000' }, 'time more than a day ahead']
	])('a record with a time %s is refused', (_what, record, reason) => {
		expect(decode(SESSION, record).rejected).toEqual({ count: 1, reasons: { [reason]: 1 } });
	});

	test('the event’s own timestamp wins over the record’s', () => {
		const stamp = { 'event.timestamp': { stringValue: '2026-11-20T18:25:42.975Z' } };
		expect(only(decode({ ...SESSION, ...stamp })).atMs).toBe(1795199142975);
		const broken = { 'event.timestamp': { stringValue: 'yesterday' } };
		expect(only(decode({ ...SESSION, ...broken })).atMs).toBe(1795199142977);
	});
});

describe('metrics', () => {
	function metrics(metric: object): Decoded {
		return decodeMetrics(
			parseMetricsJson(
				JSON.stringify({
					resourceMetrics: [
						{ scopeMetrics: [{ scope: { name: 'com.anthropic.claude_code' }, metrics: [metric] }] }
					]
				})
			),
			AT
		);
	}

	const point = { startTimeUnixNano: '1795199000000000000', timeUnixNano: NANOS };

	test.each<[string, object, string]>([
		['a gauge', { gauge: { dataPoints: [point] } }, 'unsupported metric type'],
		['a histogram', { histogram: { dataPoints: [point] } }, 'unsupported metric type'],
		['nothing', {}, 'unsupported metric type'],
		['no temporality', { sum: { dataPoints: [{ ...point, asInt: 1 }] } }, 'no aggregation temporality'],
		[
			'NaN',
			{ sum: { aggregationTemporality: 1, dataPoints: [{ ...point, asDouble: 'NaN' }] } },
			'value not finite'
		],
		['no value', { sum: { aggregationTemporality: 1, dataPoints: [point] } }, 'value not finite'],
		[
			'a negative',
			{ sum: { aggregationTemporality: 1, dataPoints: [{ ...point, asInt: '-4' }] } },
			'negative value'
		],
		[
			'1e308',
			{ sum: { aggregationTemporality: 2, dataPoints: [{ ...point, asDouble: 1e308 }] } },
			'value too large'
		]
	])('a point with %s is refused', (_what, data, reason) => {
		expect(metrics({ name: 'claude_code.cost.usage', ...data }).rejected).toEqual({
			count: 1,
			reasons: { [reason]: 1 }
		});
	});

	test('a metric we do not know keeps its name', () => {
		const sum = { aggregationTemporality: 1, dataPoints: [{ ...point, asInt: '3' }] };
		expect(only(metrics({ name: 'claude_code.new.thing', sum }))).toMatchObject({
			metric: 'new.thing',
			value: 3,
			temporality: 'delta'
		});
	});
});

describe('what is no message', () => {
	test.each([
		'',
		'null',
		'[]',
		'{',
		'{"resourceLogs":1}',
		'{"resourceLogs":[1]}',
		'{"resourceLogs":[{"scopeLogs":{}}]}'
	])('JSON %j is malformed', (text) => {
		expect(() => parseLogsJson(text)).toThrow(MalformedError);
	});

	test('an empty request is no error, and unknown fields are ignored', () => {
		expect(decodeLogs(parseLogsJson('{"extra":{"x":[1]}}'), AT).events).toEqual([]);
		expect(decodeLogs(parseLogsProtobuf(new Uint8Array()), AT).events).toEqual([]);
	});

	test('records of other senders are counted, not refused', () => {
		const text = logsText(SESSION).replace('com.anthropic.claude_code.events', 'other');
		expect(decodeLogs(parseLogsJson(text), AT)).toEqual({
			events: [],
			rejected: { count: 0, reasons: {} },
			foreign: 1,
			synthetic: []
		});
	});

	test('odd tail frames are refused by entry', () => {
		const streams = [{ stream: null, values: [['x', 'y'], 3, [NANOS], [NANOS, 'claude_code.auth', 7]] }];
		expect(decodeLokiTail({ streams }, AT).rejected.reasons).toEqual({
			'entry without time or line': 3,
			'metadata missing': 1
		});
	});
});

describe('transcripts', () => {
	const FILE = {
		path: 'p/s.jsonl',
		sessionId: 's',
		agentId: null,
		configFolder: null,
		content: true,
		receivedAtMs: AT.receivedAtMs
	};
	const line = (text: string): Decoded => decodeTranscriptLine(text, FILE, emptyTranscriptState());
	const usage = (tokens: unknown): string =>
		JSON.stringify({
			type: 'assistant',
			timestamp: '2026-11-20T18:00:00.000Z',
			requestId: 'r',
			message: { id: 'm', model: 'claude-x', usage: { input_tokens: tokens, output_tokens: 1 } }
		});

	test.each<[string, string, string]>([
		['torn', '{"type":"user"', 'line is not JSON'],
		['no record', '[]', 'line is not a record'],
		['without a type', '{}', 'line is not a record'],
		['with a broken time', '{"type":"user","timestamp":"soon"}', 'no time'],
		['with negative tokens', usage(-1), 'invalid usage'],
		['with tokens as text', usage('7'), 'invalid usage'],
		['with a broken total', '{"type":"cost-state","totalCostUSD":-1}', 'invalid totalCostUSD']
	])('a line %s is refused', (_what, text, reason) => {
		expect(line(text).rejected).toEqual({ count: 1, reasons: { [reason]: 1 } });
	});

	test('a response without a request id is known by its message', () => {
		const text = usage(3).replace('"requestId":"r",', '');
		expect(line(text).events[0]).toMatchObject({ id: 'api_request:m', requestId: null, inputTokens: 3 });
	});

	test('errors in place of a response are no request', () => {
		expect(line(usage(0).replace('claude-x', '<synthetic>')).events).toEqual([]);
	});

	test('very deep tool input is left out', () => {
		const deep = '['.repeat(100_000) + ']'.repeat(100_000);
		const text = usage(1).replace(
			'"usage"',
			`"content":[{"type":"tool_use","id":"t","name":"Bash","input":${deep}}],"usage"`
		);
		expect(line(text).events.map((event) => event.name)).toEqual(['api_request']);
	});

	test('the best title stays, and each info is later than the one it replaces', () => {
		const state = emptyTranscriptState();
		const texts = [
			usage(1),
			'{"type":"custom-title","customTitle":"Mine"}',
			'{"type":"ai-title","aiTitle":"Its"}',
			'{"type":"cost-state","totalCostUSD":0.5}'
		];
		const infos = texts.flatMap((text) =>
			decodeTranscriptLine(text, FILE, state).events.filter((event) => event.name === 'session_info')
		);
		expect(infos.map((info) => info.name === 'session_info' && [info.title, info.costStateNanoUsd])).toEqual([
			['Mine', null],
			['Mine', 500_000_000]
		]);
		expect(infos[1]!.atMs).toBeGreaterThan(infos[0]!.atMs);
		expect(infos[1]!.id).toBe(infos[0]!.id);
	});
});
