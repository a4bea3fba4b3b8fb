// A load of any size in the shapes of the captures: their records over and over, each with ids and a time of its own.
import { readCaptures } from './captures.ts';
import { type Attribute, encodeLogs, encodeLogsJson, type Group, type RecordShape } from './otlp-encode.ts';
import { createRandom } from './random.ts';

export interface Load {
	/** The next `count` records as one request. */
	protobuf(count: number): Uint8Array;
	json(count: number): Uint8Array;
	/** Records given out so far. */
	readonly given: number;
}

export interface LoadOptions {
	seed: number;
	/** Time of the first record; each next one is `stepMs` later. */
	startMs: number;
	stepMs: number;
	/** Records until the next session begins. */
	sessionLength?: number;
}

/** Attributes that make a record another fact. */
const OWN_IDS = ['request_id', 'tool_use_id', 'prompt.id', 'message.uuid'];

interface Message {
	resourceLogs: {
		resource: { attributes: Attribute[] };
		scopeLogs: { scope: Group['scope']; logRecords: RecordShape[] }[];
	}[];
}

/** The same seed gives the same load. */
export function createLoad(options: LoadOptions): Load {
	const random = createRandom(options.seed);
	const run = random.integer(0, 0xffffff).toString(16).padStart(6, '0');
	const messages = readCaptures()
		.filter((capture) => capture.protocol === 'http/json' && capture.signal === 'logs')
		.map((capture) => JSON.parse(new TextDecoder().decode(capture.body)) as Message);
	const first = messages[0]!.resourceLogs[0]!;
	const group: Group = { resource: first.resource, scope: first.scopeLogs[0]!.scope };
	const templates = messages
		.flatMap((message) => message.resourceLogs.flatMap((resource) => resource.scopeLogs))
		.flatMap((scoped) => scoped.logRecords)
		.filter((record) => record.attributes.length < 40 && JSON.stringify(record).length < 8000);
	const sessionLength = options.sessionLength ?? 400;
	let given = 0;

	const next = (): RecordShape => {
		const template = templates[given % templates.length]!;
		const atMs = options.startMs + given * options.stepMs;
		const session = Math.floor(given / sessionLength);
		const mark = `${run}${given.toString(16).padStart(10, '0')}`;
		given += 1;
		const own: Record<string, Attribute['value']> = {
			'session.id': { stringValue: `${run}00-0000-4000-8000-${session.toString(16).padStart(12, '0')}` },
			'event.timestamp': { stringValue: new Date(atMs).toISOString() },
			'event.sequence': { intValue: given % sessionLength }
		};
		for (const name of OWN_IDS) own[name] = { stringValue: `${name[0]}_${mark}` };
		return {
			...template,
			timeUnixNano: `${atMs}000000`,
			observedTimeUnixNano: `${atMs}000000`,
			// Unchanged attributes stay the same objects: the encoder remembers their bytes.
			attributes: template.attributes.map((attribute) => {
				const value = own[attribute.key];
				return value === undefined ? attribute : { key: attribute.key, value };
			})
		};
	};
	const take = (count: number) => Array.from({ length: count }, next);
	return {
		protobuf: (count) => encodeLogs(group, take(count)),
		json: (count) => encodeLogsJson(group, take(count)),
		get given() {
			return given;
		}
	};
}
