// OTLP messages written by hand as protobuf, the reverse of `protobuf-walk.ts`: for loads and for hostile input.
// Shares nothing with the decoder under test.
export type Any = Record<string, unknown>;
export interface Attribute {
	key: string;
	value: Any;
}
export interface RecordShape {
	timeUnixNano: string;
	observedTimeUnixNano?: string;
	body?: Any;
	attributes: Attribute[];
}
export interface Group {
	resource?: { attributes?: Attribute[] };
	scope: { name: string; version?: string };
}

const utf8 = new TextEncoder();

function varint(value: bigint): Uint8Array {
	if (value >= 0n && value < 0x80n) return Uint8Array.of(Number(value));
	const bytes: number[] = [];
	let left = BigInt.asUintN(64, value);
	do {
		const low = Number(left & 0x7fn);
		left >>= 7n;
		bytes.push(left > 0n ? low | 0x80 : low);
	} while (left > 0n);
	return Uint8Array.from(bytes);
}

function tag(number: number, wire: number): Uint8Array {
	return varint(BigInt((number << 3) | wire));
}

function bytesField(number: number, bytes: Uint8Array): Uint8Array[] {
	return [tag(number, 2), varint(BigInt(bytes.length)), bytes];
}

function message(number: number, parts: Uint8Array[]): Uint8Array[] {
	return bytesField(number, join(parts));
}

function text(number: number, value: string): Uint8Array[] {
	return bytesField(number, utf8.encode(value));
}

function fixed64(number: number, value: bigint): Uint8Array[] {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, value, true);
	return [tag(number, 1), bytes];
}

function double(number: number, value: number): Uint8Array[] {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setFloat64(0, value, true);
	return [tag(number, 1), bytes];
}

function anyValue(value: Any): Uint8Array[] {
	if (typeof value.stringValue === 'string') return text(1, value.stringValue);
	if (typeof value.boolValue === 'boolean') return [tag(2, 0), varint(value.boolValue ? 1n : 0n)];
	if (value.intValue !== undefined) return [tag(3, 0), varint(BigInt(value.intValue as number))];
	if (typeof value.doubleValue === 'number') return double(4, value.doubleValue);
	const list = value.arrayValue as { values?: Any[] } | undefined;
	if (list)
		return message(
			5,
			(list.values ?? []).flatMap((item) => message(1, anyValue(item)))
		);
	return [];
}

const encoded = new WeakMap<Attribute, Uint8Array>();

function keyValue(attribute: Attribute): Uint8Array {
	let bytes = encoded.get(attribute);
	if (bytes === undefined) {
		bytes = join([...text(1, attribute.key), ...message(2, anyValue(attribute.value))]);
		encoded.set(attribute, bytes);
	}
	return bytes;
}

function attributes(number: number, list: Attribute[]): Uint8Array[] {
	return list.flatMap((attribute) => bytesField(number, keyValue(attribute)));
}

function join(parts: Uint8Array[]): Uint8Array {
	return Buffer.concat(parts);
}

/** One ExportLogsServiceRequest of one resource and scope. */
export function encodeLogs(group: Group, records: RecordShape[]): Uint8Array {
	const logRecords = records.flatMap((record) =>
		message(2, [
			...fixed64(1, BigInt(record.timeUnixNano)),
			...(record.body ? message(5, anyValue(record.body)) : []),
			...attributes(6, record.attributes),
			...fixed64(11, BigInt(record.observedTimeUnixNano ?? record.timeUnixNano))
		])
	);
	const scope = message(1, [...text(1, group.scope.name), ...text(2, group.scope.version ?? '')]);
	const resource = message(1, attributes(1, group.resource?.attributes ?? []));
	return join(message(1, [...resource, ...message(2, [...scope, ...logRecords])]));
}

/** The same request as JSON text. */
export function encodeLogsJson(group: Group, records: RecordShape[]): Uint8Array {
	const { resource, scope } = group;
	return utf8.encode(
		JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: records }] }] })
	);
}
