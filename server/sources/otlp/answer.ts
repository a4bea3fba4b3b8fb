// Answers of OTLP/HTTP, in the encoding of the request. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
import type { Partial, Signal } from './receive.ts';

export type Encoding = 'protobuf' | 'json';

export interface Answer {
	status: number;
	headers: Record<string, string | number>;
	body: Uint8Array;
}

const CONTENT_TYPE = { protobuf: 'application/x-protobuf', json: 'application/json' };

const REJECTED_FIELD = { logs: 'rejectedLogRecords', metrics: 'rejectedDataPoints', traces: 'rejectedSpans' };

/** gRPC's code for an HTTP status. https://grpc.io/docs/guides/status-codes/ */
const RPC_CODE: Record<number, number> = {
	400: 3,
	401: 16,
	403: 7,
	404: 12,
	405: 12,
	413: 8,
	415: 3,
	421: 7,
	503: 14
};

/** Seconds a sender is asked to wait when nothing can be written. */
export const RETRY_AFTER_S = 5;

export function successAnswer(encoding: Encoding, signal: Signal, partial: Partial): Answer {
	if (encoding === 'json') {
		const { rejected, message } = partial;
		// 64-bit integers are strings in protobuf's JSON.
		const success = { [REJECTED_FIELD[signal]]: String(rejected), errorMessage: message };
		return answer(200, encoding, JSON.stringify(rejected === 0 ? {} : { partialSuccess: success }));
	}
	if (partial.rejected === 0) return answer(200, encoding, new Uint8Array());
	return answer(200, encoding, message(1, message2(partial.rejected, partial.message)));
}

/** A google.rpc.Status. `message` must hold nothing of the request's content. */
export function errorAnswer(status: number, encoding: Encoding, text: string): Answer {
	const code = RPC_CODE[status] ?? 2;
	const body = encoding === 'json' ? JSON.stringify({ code, message: text }) : message2(code, text);
	const made = answer(status, encoding, body);
	if (status === 503) made.headers['retry-after'] = RETRY_AFTER_S;
	if (status === 405) made.headers.allow = 'POST';
	return made;
}

function answer(status: number, encoding: Encoding, body: string | Uint8Array): Answer {
	const bytes = typeof body === 'string' ? Buffer.from(body) : body;
	const headers = {
		'content-type': CONTENT_TYPE[encoding],
		'content-length': bytes.length,
		'x-content-type-options': 'nosniff'
	};
	return { status, headers, body: bytes };
}

/** `{1: number, 2: text}` in protobuf: the shape of both a partial success and a Status. */
function message2(number: number, text: string): Uint8Array {
	return Buffer.concat([Buffer.from([0x08, ...varint(number)]), message(2, Buffer.from(text))]);
}

/** A length-delimited field. https://protobuf.dev/programming-guides/encoding/ */
function message(field: number, bytes: Uint8Array): Uint8Array {
	return Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(bytes.length)]), bytes]);
}

function varint(value: number): number[] {
	const bytes: number[] = [];
	for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
	return [...bytes, value];
}
