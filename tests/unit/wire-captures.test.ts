// Everything that was captured decodes, and the same fact is the same event whichever way it came.
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { decodeLokiQuery } from '#lib/wire/loki.ts';
import { countSpans, decodeLogs } from '#lib/wire/otlp.ts';
import { parseTracesJson } from '#lib/wire/otlp-json.ts';
import { parseTracesProtobuf } from '#lib/wire/otlp-protobuf.ts';
import {
	capturesOf,
	decodeCapture,
	decodeTranscripts,
	LOKI,
	logsRequest,
	lokiEntries,
	OTLP
} from '../support/wire-captures.ts';

const logs = capturesOf('logs');
const metrics = capturesOf('metrics');

function kinds(events: DomainEvent[]): string[] {
	const names = events.map((event) => (event.name === 'other' ? `other:${event.otherName}` : event.name));
	return [...new Set(names)].sort();
}

test('every captured log record becomes an event with an id of its own', () => {
	const decoded = logs.map(decodeCapture);
	const events = decoded.flatMap((one) => one.events);
	expect(decoded.flatMap((one) => Object.keys(one.rejected.reasons))).toEqual([]);
	expect(decoded.reduce((sum, one) => sum + one.foreign, 0)).toBe(0);
	expect(events.length).toBeGreaterThan(1000);
	expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
});

test('every captured metric point becomes an event with an id of its own', () => {
	const decoded = metrics.map(decodeCapture);
	const events = decoded.flatMap((one) => one.events);
	expect(decoded.flatMap((one) => Object.keys(one.rejected.reasons))).toEqual([]);
	expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
	const names = new Set(events.map((event) => (event.name === 'metric' ? event.metric : '')));
	expect([...names].sort()).toEqual([
		'active_time.total',
		'code_edit_tool.decision',
		'commit.count',
		'cost.usage',
		'lines_of_code.count',
		'pull_request.count',
		'session.count',
		'token.usage'
	]);
	const temporalities = new Set(events.map((event) => (event.name === 'metric' ? event.temporality : '')));
	expect([...temporalities].sort()).toEqual(['cumulative', 'delta']);
});

test('a scenario decodes to the same kinds of events over every protocol it was captured in', () => {
	const byScenario = new Map<string, Map<string, DomainEvent[]>>();
	for (const capture of logs) {
		const protocols = byScenario.get(capture.scenario) ?? new Map<string, DomainEvent[]>();
		byScenario.set(capture.scenario, protocols);
		const events = protocols.get(capture.protocol) ?? [];
		protocols.set(capture.protocol, [...events, ...decodeCapture(capture).events]);
	}
	// "resume" ran another script over gRPC than over JSON.
	const shared = [...byScenario].filter(([name, protocols]) => protocols.size > 1 && name !== 'resume');
	expect(shared.length).toBeGreaterThan(3);
	for (const [scenario, protocols] of shared) {
		const [first, ...rest] = [...protocols.values()].map(kinds);
		for (const other of rest) expect(other, scenario).toEqual(first);
	}
});

test('the sender’s own values arrive: a request of the captures, whole', () => {
	const events = logs
		.filter((one) => one.file === 'json/simple/001-logs.json')
		.flatMap((one) => decodeCapture(one).events);
	expect(events.find((event) => event.name === 'api_request')).toMatchInlineSnapshot(`
		{
		  "aborted": null,
		  "agentName": null,
		  "atMs": 1795198507689,
		  "cacheCreation1hTokens": 0,
		  "cacheCreation5mTokens": 22901,
		  "cacheCreationTokens": 22901,
		  "cacheReadTokens": 0,
		  "costNanoUsd": 57406500,
		  "durationMs": 152,
		  "effort": "high",
		  "facts": {
		    "userId": "a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718",
		  },
		  "geo": null,
		  "id": "api_request:req_011CnV8T5MaKCGAs42cgmHhj",
		  "inputTokens": 7,
		  "mcpServer": null,
		  "mcpTool": null,
		  "model": "claude-sonnet-5",
		  "name": "api_request",
		  "outputTokens": 14,
		  "promptId": "054ad0ea-e6e5-4f8a-a09e-626d1b24de79",
		  "querySource": "sdk",
		  "requestId": "req_011CnV8T5MaKCGAs42cgmHhj",
		  "sequence": 5,
		  "serviceTier": null,
		  "sessionId": "cf97b780-27a9-463e-ba4d-2f3ad3640d17",
		  "skillName": null,
		  "source": "otlp",
		  "speed": "normal",
		  "ttftMs": 119,
		  "webSearches": null,
		}
	`);
	expect(events.find((event) => event.name === 'user_prompt')).toMatchInlineSnapshot(`
		{
		  "atMs": 1795198507418,
		  "commandName": null,
		  "commandSource": null,
		  "facts": {
		    "userId": "a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718",
		  },
		  "id": "user_prompt:054ad0ea-e6e5-4f8a-a09e-626d1b24de79",
		  "messageUuid": "32d6a49b-3b9e-4655-9f6a-7c77609e7992",
		  "name": "user_prompt",
		  "promptId": "054ad0ea-e6e5-4f8a-a09e-626d1b24de79",
		  "promptLength": 44,
		  "sequence": 4,
		  "sessionId": "cf97b780-27a9-463e-ba4d-2f3ad3640d17",
		  "source": "otlp",
		  "text": null,
		}
	`);
});

describe('Loki', () => {
	test.each([
		['merged into the stream', false],
		['kept apart', true]
	])('what Loki holds of a record gives the same event, metadata %s', (_how, apart) => {
		for (const capture of logs) {
			const request = logsRequest(capture);
			const entries = lokiEntries(request);
			const result = entries.map(([at, line, data]) =>
				apart
					? { stream: { service_name: 'claude-code' }, values: [[at, line, { structuredMetadata: data }]] }
					: { stream: { service_name: 'claude-code', ...data }, values: [[at, line]] }
			);
			const answer = { status: 'success', data: { resultType: 'streams', result } };
			const fromLoki = decodeLokiQuery(JSON.parse(JSON.stringify(answer)), LOKI);
			const fromOtlp = decodeLogs(request, OTLP);
			expect(fromLoki.rejected.count, capture.file).toBe(0);
			expect(fromLoki.events.map(withoutSource), capture.file).toEqual(fromOtlp.events.map(withoutSource));
		}
	});
});

function withoutSource({ source: _source, ...event }: DomainEvent): object {
	return event;
}

test('spans are counted', () => {
	const counts = capturesOf('traces').map(({ protocol, body }) =>
		countSpans(
			protocol === 'http/json' ? parseTracesJson(new TextDecoder().decode(body)) : parseTracesProtobuf(body)
		)
	);
	expect(counts.length).toBeGreaterThan(5);
	expect(Math.min(...counts)).toBeGreaterThan(0);
});

describe('transcripts', () => {
	const telemetry = logs.flatMap((capture) => decodeCapture(capture).events);
	const transcripts = decodeTranscripts();
	const sessions = new Set(transcripts.events.map((event) => event.sessionId));
	/** One run of these transcripts whose export requests are not among the captures. */
	const UNCAPTURED = '8e098156-b8a5-410f-895d-e9f29b97c27d';

	function idsOf(
		events: DomainEvent[],
		name: DomainEvent['name'],
		keep: (event: DomainEvent) => boolean
	): string[] {
		return [
			...new Set(events.filter((event) => event.name === name && keep(event)).map(({ id }) => id))
		].sort();
	}

	test('no line of a captured transcript is refused', () => {
		expect(transcripts.rejected).toEqual({ count: 0, reasons: {} });
	});

	test('a tool that ran has the same id in transcript and telemetry, a refused one none', () => {
		const seen = idsOf(telemetry, 'tool_result', (event) => sessions.has(event.sessionId));
		const sent = new Set(telemetry.map((event) => event.sessionId));
		expect(idsOf(transcripts.events, 'tool_result', (event) => sent.has(event.sessionId))).toEqual(seen);
	});

	test('requests have the ids and token counts telemetry gives them', () => {
		const byId = new Map(telemetry.map((event) => [event.id, event]));
		const both = transcripts.events.filter((event) => event.name === 'api_request' && byId.has(event.id));
		expect(both.length).toBeGreaterThan(100);
		const largest = new Map<string, number>();
		for (const event of both) {
			if (event.name !== 'api_request') continue;
			largest.set(event.id, Math.max(largest.get(event.id) ?? 0, event.outputTokens ?? 0));
		}
		for (const [id, tokens] of largest) {
			const sent = byId.get(id);
			expect(sent?.name === 'api_request' && sent.outputTokens, id).toBe(tokens);
		}
	});

	test('requests that only transcripts have are those cut by the user', () => {
		const sent = new Set(telemetry.map((event) => event.sessionId));
		const known = new Set(telemetry.map((event) => event.id));
		const only = transcripts.events
			.filter((event) => event.name === 'api_request' && sent.has(event.sessionId) && !known.has(event.id))
			.filter((event) => event.promptId !== UNCAPTURED);
		expect(only.length).toBeGreaterThan(2);
		expect(only.map((event) => event.name === 'api_request' && event.aborted)).toEqual(only.map(() => true));
	});

	test('prompts have the ids telemetry gives them', () => {
		const sent = new Set(telemetry.map((event) => event.sessionId));
		const known = new Set(telemetry.map((event) => event.id));
		const prompts = idsOf(transcripts.events, 'user_prompt', (event) => sent.has(event.sessionId));
		expect(prompts.length).toBeGreaterThan(20);
		expect(prompts.filter((id) => !known.has(id))).toEqual([`user_prompt:${UNCAPTURED}`]);
	});

	test('attempts that a later one made good come from transcripts only', () => {
		const attempts = transcripts.events.filter((event) => event.name === 'api_error');
		expect(attempts.map((event) => event.name === 'api_error' && [event.statusCode, event.attempt])).toEqual([
			[529, 1],
			[429, 2]
		]);
	});

	test('prompts and tool input are kept only when asked for', () => {
		expect(transcripts.events.filter((event) => event.name === 'user_prompt' && event.text !== null)).toEqual(
			[]
		);
		const kept = decodeTranscripts(true).events;
		expect(kept.some((event) => event.name === 'user_prompt' && event.text?.includes('SCENARIO'))).toBe(true);
		expect(kept.some((event) => event.name === 'tool_result' && event.input?.startsWith('{'))).toBe(true);
	});

	test('each main file tells folder, branch and version of its session', () => {
		const infos = transcripts.events.filter((event) => event.name === 'session_info');
		expect(infos.length).toBeGreaterThan(20);
		for (const info of infos) {
			expect(info.facts).toMatchObject({ configFolder: '.claude', folder: 'demo-app' });
			expect(info.name === 'session_info' && info.version).toBe('2.1.329');
		}
		expect(infos.some((info) => info.name === 'session_info' && (info.costStateNanoUsd ?? 0) > 0)).toBe(true);
	});
});
