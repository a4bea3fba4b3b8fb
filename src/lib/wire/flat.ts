// Attributes in one flat form for every source: canonical names (`session.id` → `session_id`), scalar values. Follows
// what Loki does to OTLP attributes, so that both ways end in the same event: maps become `map_key`, arrays JSON text.
// https://grafana.com/docs/loki/latest/send-data/otel/ ; recorded in tests/fixtures/backends/loki-shape-*.http.
import { CUT_COUNT, CUT_KEY, cleanText, MAX_ATTRIBUTES, MAX_DEPTH, MAX_KEY, MAX_TEXT } from './limits.ts';

export type Scalar = string | number | bigint | boolean;

/** An OTLP AnyValue, as protobuf-es shapes it; `otlp-json.ts` makes the same. */
export interface AnyValue {
	value: AnyValueCase;
}

export type AnyValueCase =
	| { case: 'stringValue'; value: string }
	| { case: 'boolValue'; value: boolean }
	| { case: 'intValue'; value: bigint }
	| { case: 'doubleValue'; value: number }
	| { case: 'arrayValue'; value: { values: AnyValue[] } }
	| { case: 'kvlistValue'; value: { values: KeyValue[] } }
	| { case: 'bytesValue'; value: Uint8Array }
	| { case: undefined; value?: undefined };

export interface KeyValue {
	key: string;
	value?: AnyValue | undefined;
}

/** One record's attributes. Empty texts are left out, as Loki leaves them out. */
export interface Flat {
	values: Map<string, Scalar>;
	/** Canonical names of what was cut or dropped for its size. */
	cut: Set<string>;
}

export function emptyFlat(): Flat {
	return { values: new Map(), cut: new Set() };
}

/** Adds attributes; a name given again wins, so add the resource first and the record last. */
export function addAttributes(flat: Flat, attributes: readonly KeyValue[]): void {
	for (const attribute of attributes) addValue(flat, canonicalName(attribute.key), attribute.value?.value, 0);
}

export function addScalar(flat: Flat, key: string, value: Scalar): void {
	if (key.length > MAX_KEY) {
		flat.cut.add(CUT_KEY);
		return;
	}
	if (flat.values.size >= MAX_ATTRIBUTES && !flat.values.has(key)) {
		flat.cut.add(CUT_COUNT);
		return;
	}
	if (typeof value !== 'string') flat.values.set(key, value);
	else if (value !== '') flat.values.set(key, cleanText(value, key, flat.cut));
}

function addValue(flat: Flat, key: string, any: AnyValueCase | undefined, depth: number): void {
	switch (any?.case) {
		case 'stringValue':
		case 'boolValue':
		case 'intValue':
		case 'doubleValue':
			addScalar(flat, key, any.value);
			break;
		case 'bytesValue':
			addScalar(flat, key, base64(any.value));
			break;
		case 'arrayValue':
			addScalar(flat, key, jsonText(any, key, flat.cut));
			break;
		case 'kvlistValue':
			if (depth >= MAX_DEPTH) flat.cut.add(key.slice(0, MAX_KEY));
			else for (const entry of any.value.values) addEntry(flat, key, entry, depth);
			break;
	}
}

function addEntry(flat: Flat, key: string, entry: KeyValue, depth: number): void {
	// Names beyond the limit are not built: depth times length would be a way to fill memory.
	if (key.length > MAX_KEY) flat.cut.add(CUT_KEY);
	else addValue(flat, `${key}_${canonicalPart(entry.key)}`, entry.value?.value, depth + 1);
}

/** JSON text as Go writes it (sorted keys, `<`, `>` and `&` escaped), which is what Loki holds. */
function jsonText(any: AnyValueCase, name: string, cut: Set<string>): string {
	const json = JSON.stringify(plain(any, name, cut, 0));
	return json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function plain(any: AnyValueCase | undefined, name: string, cut: Set<string>, depth: number): unknown {
	if (depth > MAX_DEPTH) {
		cut.add(name);
		return null;
	}
	switch (any?.case) {
		case 'stringValue':
			return cleanText(any.value, name, cut);
		case 'boolValue':
			return any.value;
		case 'intValue': {
			const number = Number(any.value);
			return Number.isSafeInteger(number) ? number : any.value.toString();
		}
		case 'doubleValue':
			return Number.isFinite(any.value) ? any.value : String(any.value);
		case 'bytesValue':
			return base64(any.value);
		case 'arrayValue': {
			const { values } = any.value;
			if (values.length > MAX_ATTRIBUTES) cut.add(name);
			return values.slice(0, MAX_ATTRIBUTES).map((value) => plain(value.value, name, cut, depth + 1));
		}
		case 'kvlistValue': {
			const entries = any.value.values.slice(0, MAX_ATTRIBUTES);
			if (entries.length < any.value.values.length) cut.add(name);
			entries.sort((a, b) => (a.key < b.key ? -1 : 1));
			// A null prototype makes `__proto__` a key like any other.
			const object: Record<string, unknown> = Object.create(null);
			for (const { key, value } of entries) {
				object[cleanText(key, name, cut)] = plain(value?.value, name, cut, depth + 1);
			}
			return object;
		}
		default:
			return null;
	}
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(all: Uint8Array): string {
	const bytes = all.subarray(0, MAX_TEXT);
	let text = '';
	for (let i = 0; i < bytes.length; i += 3) {
		const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
		text += ALPHABET[group >> 18]! + ALPHABET[(group >> 12) & 63]!;
		text += i + 1 < bytes.length ? ALPHABET[(group >> 6) & 63]! : '=';
		text += i + 2 < bytes.length ? ALPHABET[group & 63]! : '=';
	}
	return text;
}

const canonicalNames = new Map<string, string>();

/** The name Loki and Prometheus would give: everything but letters, digits and `_` becomes `_`, no leading digit. */
export function canonicalName(name: string): string {
	let canonical = canonicalNames.get(name);
	if (canonical === undefined) {
		canonical = canonicalPart(name);
		// `__proto__` is a fine attribute but no property to set on an object.
		if (/^\d|^__proto__$/.test(canonical)) canonical = `key_${canonical}`;
		// A memory of the usual names, bounded against senders that invent names.
		if (canonicalNames.size < 4096 && name.length <= MAX_KEY) canonicalNames.set(name, canonical);
	}
	return canonical;
}

function canonicalPart(name: string): string {
	const short = name.length > MAX_KEY ? name.slice(0, MAX_KEY + 1) : name;
	return short.replace(/[^A-Za-z0-9_]/g, '_');
}

/** A scalar as text, the way Loki writes it. */
export function scalarText(value: Scalar): string {
	return typeof value === 'string' ? value : String(value);
}
