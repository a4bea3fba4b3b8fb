// A reader of the protobuf wire format for exactly the OTLP log and metric messages, written for the oracle: it shares
// nothing with the generated decoder it checks. https://protobuf.dev/programming-guides/encoding/
// Field numbers: https://github.com/open-telemetry/opentelemetry-proto (v1.7.0, read 2026-11).

interface Field {
	number: number;
	/** Varints and fixed64 as bigint, the rest as bytes. */
	integer: bigint;
	bytes: Uint8Array;
}

function* fields(bytes: Uint8Array): Generator<Field> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let at = 0;
	const varint = () => {
		let value = 0n;
		for (let shift = 0n; ; shift += 7n) {
			const byte = view.getUint8(at++);
			value |= BigInt(byte & 0x7f) << shift;
			if (byte < 0x80) return value;
		}
	};
	const take = (length: number) => {
		const from = at;
		at += length;
		return bytes.subarray(from, at);
	};
	while (at < bytes.length) {
		const tag = Number(varint());
		const field: Field = { number: tag >>> 3, integer: 0n, bytes: bytes.subarray(0, 0) };
		switch (tag & 7) {
			case 0:
				field.integer = varint();
				break;
			case 1:
				field.integer = view.getBigUint64(at, true);
				field.bytes = take(8);
				break;
			case 2: {
				const length = Number(varint());
				field.bytes = take(length);
				break;
			}
			case 5:
				field.bytes = take(4);
				break;
			default:
				throw new Error(`wire type ${tag & 7} is not used by OTLP`);
		}
		if (at > bytes.length) throw new Error('message ends inside a field');
		yield field;
	}
}

const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const double = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
const only = (bytes: Uint8Array, number: number) => [...fields(bytes)].filter((f) => f.number === number);

type Plain = Record<string, unknown>;

function anyValue(bytes: Uint8Array): Plain {
	for (const field of fields(bytes)) {
		if (field.number === 1) return { stringValue: text(field.bytes) };
		if (field.number === 2) return { boolValue: field.integer === 1n };
		if (field.number === 3) return { intValue: Number(BigInt.asIntN(64, field.integer)) };
		if (field.number === 4) return { doubleValue: double(field.bytes) };
		if (field.number === 5)
			return { arrayValue: { values: only(field.bytes, 1).map((f) => anyValue(f.bytes)) } };
		if (field.number === 6)
			return { kvlistValue: { values: only(field.bytes, 1).map((f) => keyValue(f.bytes)) } };
	}
	return {};
}

function keyValue(bytes: Uint8Array): Plain {
	const out: Plain = { key: '', value: {} };
	for (const field of fields(bytes)) {
		if (field.number === 1) out.key = text(field.bytes);
		if (field.number === 2) out.value = anyValue(field.bytes);
	}
	return out;
}

function logRecord(bytes: Uint8Array): Plain {
	const attributes: Plain[] = [];
	const out: Plain = { timeUnixNano: '0', attributes };
	for (const field of fields(bytes)) {
		if (field.number === 1) out.timeUnixNano = String(field.integer);
		if (field.number === 5) out.body = anyValue(field.bytes);
		if (field.number === 6) attributes.push(keyValue(field.bytes));
	}
	return out;
}

function dataPoint(bytes: Uint8Array): Plain {
	const attributes: Plain[] = [];
	const out: Plain = { startTimeUnixNano: '0', timeUnixNano: '0', attributes };
	for (const field of fields(bytes)) {
		if (field.number === 2) out.startTimeUnixNano = String(field.integer);
		if (field.number === 3) out.timeUnixNano = String(field.integer);
		if (field.number === 4) out.asDouble = double(field.bytes);
		if (field.number === 6) out.asInt = Number(BigInt.asIntN(64, field.integer));
		if (field.number === 7) attributes.push(keyValue(field.bytes));
	}
	return out;
}

function metric(bytes: Uint8Array): Plain {
	const out: Plain = { name: '' };
	for (const field of fields(bytes)) {
		if (field.number === 1) out.name = text(field.bytes);
		if (field.number === 7) {
			const dataPoints: Plain[] = [];
			const sum: Plain = { dataPoints, aggregationTemporality: 0 };
			for (const part of fields(field.bytes)) {
				if (part.number === 1) dataPoints.push(dataPoint(part.bytes));
				if (part.number === 2) sum.aggregationTemporality = Number(part.integer);
			}
			out.sum = sum;
		}
	}
	return out;
}

function scoped(bytes: Uint8Array, list: string, read: (bytes: Uint8Array) => Plain): Plain {
	const items: Plain[] = [];
	const out: Plain = { scope: {}, [list]: items };
	for (const field of fields(bytes)) {
		if (field.number === 1) out.scope = { name: only(field.bytes, 1).map((f) => text(f.bytes))[0] ?? '' };
		if (field.number === 2) items.push(read(field.bytes));
	}
	return out;
}

function grouped(bytes: Uint8Array, scopes: string, list: string, read: (bytes: Uint8Array) => Plain): Plain {
	const out: Plain = { resource: { attributes: [] }, [scopes]: [] };
	for (const field of fields(bytes)) {
		if (field.number === 1) out.resource = { attributes: only(field.bytes, 1).map((f) => keyValue(f.bytes)) };
		if (field.number === 2) (out[scopes] as Plain[]).push(scoped(field.bytes, list, read));
	}
	return out;
}

/** An ExportLogsServiceRequest in the shape of its JSON form (the fields the oracle reads). */
export function walkLogs(bytes: Uint8Array): Plain {
	return {
		resourceLogs: only(bytes, 1).map((f) => grouped(f.bytes, 'scopeLogs', 'logRecords', logRecord))
	};
}

/** An ExportMetricsServiceRequest in the shape of its JSON form (sums only). */
export function walkMetrics(bytes: Uint8Array): Plain {
	return {
		resourceMetrics: only(bytes, 1).map((f) => grouped(f.bytes, 'scopeMetrics', 'metrics', metric))
	};
}
