// Captured API requests sent as if they were made now: their shape, with a time, an id and a cost of the test's own.
import { type Capture, readCaptures } from './captures.ts';
import { type Attribute, encodeLogsJson, type Group, type RecordShape } from './otlp-encode.ts';

interface Message {
	resourceLogs: {
		resource: { attributes: Attribute[] };
		scopeLogs: { scope: Group['scope']; logRecords: RecordShape[] }[];
	}[];
}

/** One export request with an API request of this session for each cost (USD); `null`: of a model without a price. */
export function requestsNow(session: string, costs: readonly (number | null)[], atMs = Date.now()): Capture {
	const messages = readCaptures()
		.filter(({ protocol, signal }) => protocol === 'http/json' && signal === 'logs')
		.map(({ body }) => JSON.parse(new TextDecoder().decode(body)) as Message);
	for (const { resourceLogs } of messages) {
		for (const { resource, scopeLogs } of resourceLogs) {
			for (const { scope, logRecords } of scopeLogs) {
				const template = logRecords.find(({ body }) => body?.stringValue === 'claude_code.api_request');
				if (template === undefined) continue;
				const records = costs.map((cost, index) => made(template, session, cost, atMs + index));
				return {
					file: `${session}.json`,
					scenario: 'now',
					protocol: 'http/json',
					signal: 'logs',
					body: encodeLogsJson({ resource, scope }, records)
				};
			}
		}
	}
	throw new Error('no capture holds an API request');
}

function made(template: RecordShape, session: string, cost: number | null, atMs: number): RecordShape {
	const own: Record<string, Attribute['value'] | null> = {
		'session.id': { stringValue: session },
		'event.timestamp': { stringValue: new Date(atMs).toISOString() },
		request_id: { stringValue: `req_${session}_${atMs}` },
		cost_usd: cost === null ? null : { doubleValue: cost },
		cost_usd_micros: cost === null ? null : { intValue: Math.round(cost * 1e6) }
	};
	if (cost === null) own.model = { stringValue: 'model-without-a-price' };
	const attributes: Attribute[] = [];
	for (const { key, value } of template.attributes) {
		const mine = own[key];
		if (mine !== null) attributes.push({ key, value: mine ?? value });
	}
	return {
		...template,
		timeUnixNano: `${atMs}000000`,
		observedTimeUnixNano: `${atMs}000000`,
		attributes
	};
}
