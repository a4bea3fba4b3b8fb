// Export requests with a text of the test's own in every text attribute the captures know: what any sender could write.
import { readCaptures } from './captures.ts';
import type { Attribute, RecordShape } from './otlp-encode.ts';

interface Message {
	resourceLogs: {
		resource: { attributes: Attribute[] };
		scopeLogs: { scope: { name: string }; logRecords: RecordShape[] }[];
	}[];
}

/** These say which fact it is and when; all else is text. */
const KEPT = new Set([
	'event.name',
	'event.timestamp',
	'event.sequence',
	'session.id',
	'request_id',
	'tool_use_id',
	'prompt.id',
	'message.uuid',
	'service.name'
]);
const RESOURCE = [
	'project',
	'profile',
	'host.name',
	'vcs.repository.name',
	'vcs.ref.head.name',
	'user.email'
];

export interface Texts {
	/** The text of an attribute; `null`: as captured. */
	of(attribute: string): string | null;
	sessionId: string;
	atMs: number;
}

/** One record of each kind of event. */
export function recordsOf(texts: Texts): { body: string; count: number; attributes: string[] } {
	const messages = readCaptures()
		.filter((capture) => capture.protocol === 'http/json' && capture.signal === 'logs')
		.map((capture) => JSON.parse(new TextDecoder().decode(capture.body)) as Message);
	const byName = new Map<string, RecordShape>();
	for (const record of messages.flatMap(({ resourceLogs }) =>
		resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
	)) {
		const name = textOf(record.attributes.find(({ key }) => key === 'event.name'));
		const before = byName.get(name);
		if (before === undefined || before.attributes.length < record.attributes.length) byName.set(name, record);
	}
	const first = messages[0]!.resourceLogs[0]!;
	const changed = new Set<string>();
	const put = (attribute: Attribute): Attribute => {
		const own = isText(attribute) ? texts.of(attribute.key) : null;
		if (own === null) return attribute;
		changed.add(attribute.key);
		return { key: attribute.key, value: { stringValue: own } };
	};
	const resource = [
		...first.resource.attributes.filter(({ key }) => !RESOURCE.includes(key)),
		...RESOURCE.map((key) => ({ key, value: { stringValue: key } }))
	].map(put);
	const logRecords = [...byName.values()].map((record, index) => {
		const atMs = texts.atMs + index * 1000;
		const own: Record<string, Attribute['value']> = {
			'session.id': { stringValue: texts.sessionId },
			'event.timestamp': { stringValue: new Date(atMs).toISOString() },
			'event.sequence': { intValue: index },
			request_id: { stringValue: `req_${texts.sessionId}_${index}` },
			tool_use_id: { stringValue: `toolu_${texts.sessionId}_${index}` },
			'prompt.id': { stringValue: `prompt_${texts.sessionId}` }
		};
		const given = record.attributes.map((attribute) =>
			own[attribute.key] === undefined ? put(attribute) : { ...attribute, value: own[attribute.key]! }
		);
		const more = ['prompt', 'error', 'tool_parameters', 'tool_input', 'user.email']
			.filter((key) => !given.some((attribute) => attribute.key === key))
			.map((key) => put({ key, value: { stringValue: key } }));
		return {
			...record,
			timeUnixNano: `${atMs}000000`,
			observedTimeUnixNano: `${atMs}000000`,
			attributes: [...given, ...more]
		};
	});
	const body = JSON.stringify({
		resourceLogs: [
			{ resource: { attributes: resource }, scopeLogs: [{ scope: first.scopeLogs[0]!.scope, logRecords }] }
		]
	});
	return { body, count: logRecords.length, attributes: [...changed] };
}

function isText({ key, value }: Attribute): boolean {
	const text = value.stringValue;
	return typeof text === 'string' && !KEPT.has(key) && !/^(true|false|-?[\d.]+)$/.test(text);
}

function textOf(attribute: Attribute | undefined): string {
	return String(attribute?.value.stringValue ?? '');
}

export async function sendLogs(port: number, body: string): Promise<void> {
	const response = await fetch(`http://127.0.0.1:${port}/v1/logs`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body
	});
	if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
}
