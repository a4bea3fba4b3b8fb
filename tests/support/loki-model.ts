// Captured exports as the entries Loki would hold: names with underscores, every value a string, maps flattened, resource
// and scope beside the attributes. Recorded in tests/fixtures/backends/loki-shape-*.http. Imports nothing from src or server.
import type { Capture } from './captures.ts';
import type { LokiEntry } from './loki-store.ts';
import { walkLogs } from './protobuf-walk.ts';

type AnyValue = Record<string, unknown>;

interface Keyed {
	key: string;
	value: AnyValue;
}

interface Scoped {
	scope?: { name?: string; version?: string };
	logRecords?: { timeUnixNano: string; body?: AnyValue; attributes?: Keyed[] }[];
}

export function lokiEntries(capture: Capture): LokiEntry[] {
	if (capture.signal !== 'logs') return [];
	const message = (
		capture.protocol === 'http/json'
			? JSON.parse(new TextDecoder().decode(capture.body))
			: walkLogs(capture.body)
	) as { resourceLogs?: { resource?: { attributes?: Keyed[] }; scopeLogs?: Scoped[] }[] };
	return (message.resourceLogs ?? []).flatMap(({ resource, scopeLogs }) => {
		const shared = metadataOf(resource?.attributes);
		const { service_name: service = 'unknown_service', ...rest } = shared;
		return (scopeLogs ?? []).flatMap(({ scope, logRecords }) =>
			(logRecords ?? []).map((record) => ({
				ns: BigInt(record.timeUnixNano),
				line: String(record.body?.stringValue ?? ''),
				labels: { service_name: service },
				metadata: {
					detected_level: 'unknown',
					observed_timestamp: record.timeUnixNano,
					...(scope?.name ? { scope_name: scope.name } : {}),
					...(scope?.version ? { scope_version: scope.version } : {}),
					...rest,
					...metadataOf(record.attributes)
				}
			}))
		);
	});
}

function metadataOf(attributes: Keyed[] | undefined): Record<string, string> {
	const metadata: Record<string, string> = {};
	for (const { key, value } of attributes ?? []) flatten(metadata, canonical(key), value);
	return metadata;
}

function flatten(metadata: Record<string, string>, key: string, value: AnyValue): void {
	if ('kvlistValue' in value) {
		const { values = [] } = value.kvlistValue as { values?: Keyed[] };
		for (const entry of values) flatten(metadata, `${key}_${canonical(entry.key)}`, entry.value);
		return;
	}
	const plain = plainOf(value);
	const text = typeof plain === 'string' ? plain : JSON.stringify(plain);
	if (text !== '' && plain !== null) metadata[key] = text;
}

function plainOf(value: AnyValue): unknown {
	if ('arrayValue' in value) {
		return ((value.arrayValue as { values?: AnyValue[] }).values ?? []).map(plainOf);
	}
	if ('intValue' in value) return Number(value.intValue);
	for (const kind of ['stringValue', 'boolValue', 'doubleValue']) if (kind in value) return value[kind];
	return null;
}

function canonical(key: string): string {
	const name = key.replace(/[^a-zA-Z0-9_]/g, '_');
	return /^\d/.test(name) ? `key_${name}` : name;
}
