// A request's body, decompressed as it comes, never more than allowed: one request by size, all together by a budget.
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes of one body, before and after decompression. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** Bytes of all bodies being read at one time. */
const MAX_READING_BYTES = 96 * 1024 * 1024;

/** Why a body was not read, with the HTTP status that says so. */
export class BodyError extends Error {
	override name = 'BodyError';
	readonly status: 400 | 413 | 503;

	constructor(status: 400 | 413 | 503, message: string, options?: ErrorOptions) {
		super(message, options);
		this.status = status;
	}
}

let readingBytes = 0;
/** Buffers of past bodies, to be filled again: thrown away, they would pile up faster than they are collected. */
const spare: Buffer[] = [];
const MAX_SPARE = 4;
const MAX_SPARE_BYTES = 2 * 1024 * 1024;
const FIRST_BYTES = 64 * 1024;

/**
 * Reads the body and gives it to `use`, which must keep nothing of it: its bytes are overwritten afterwards. Throws
 * BodyError, and what `use` throws.
 */
export async function withBody<T>(
	request: IncomingMessage,
	gzip: boolean,
	use: (body: Uint8Array) => T
): Promise<T> {
	const declared = Number(request.headers['content-length'] ?? 0);
	if (declared > MAX_BODY_BYTES) throw tooLarge();
	const body = { bytes: takeBuffer(gzip ? FIRST_BYTES : declared || FIRST_BYTES), size: 0 };
	try {
		await fill(body, request, gzip);
		return use(body.bytes.subarray(0, body.size));
	} finally {
		readingBytes -= body.size;
		if (spare.length < MAX_SPARE && body.bytes.length <= MAX_SPARE_BYTES) spare.push(body.bytes);
	}
}

function takeBuffer(bytes: number): Buffer {
	const fitting = spare.findIndex(({ length }) => length >= bytes);
	if (fitting >= 0) return spare.splice(fitting, 1)[0]!;
	return Buffer.allocUnsafeSlow(Math.max(bytes, FIRST_BYTES));
}

function fill(body: { bytes: Buffer; size: number }, request: IncomingMessage, gzip: boolean): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	const source = gzip ? pipeline(request, createGunzip(), () => undefined) : request;
	let received = 0;

	function fail(error: BodyError): void {
		source.removeAllListeners('data');
		request.removeAllListeners('data');
		if (gzip) source.destroy();
		request.resume();
		reject(error);
	}

	function take(chunk: Buffer): void {
		const size = body.size + chunk.length;
		if (size > MAX_BODY_BYTES) {
			fail(tooLarge());
			return;
		}
		if (readingBytes + chunk.length > MAX_READING_BYTES) {
			fail(new BodyError(503, 'Too much is being read at once.'));
			return;
		}
		if (size > body.bytes.length) {
			const larger = Buffer.allocUnsafeSlow(Math.min(MAX_BODY_BYTES, Math.max(size, body.bytes.length * 2)));
			body.bytes.copy(larger, 0, 0, body.size);
			body.bytes = larger;
		}
		chunk.copy(body.bytes, body.size);
		body.size = size;
		readingBytes += chunk.length;
	}

	if (gzip) {
		request.on('data', (chunk: Buffer) => {
			received += chunk.length;
			if (received > MAX_BODY_BYTES) fail(tooLarge());
		});
	}
	source.on('data', take);
	source.on('end', () => resolve());
	source.on('error', (cause: Error) => fail(new BodyError(400, 'The body could not be read.', { cause })));
	request.on('error', (cause: Error) => fail(new BodyError(400, 'The body did not arrive.', { cause })));
	request.on('close', () => {
		if (!request.complete) fail(new BodyError(400, 'The body did not arrive.'));
	});
	return promise;
}

function tooLarge(): BodyError {
	return new BodyError(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
}
