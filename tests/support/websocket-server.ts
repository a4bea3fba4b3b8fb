// The server's half of RFC 6455, as little of it as a stub needs: handshake, text frames, pings, closing, and ending
// without a word. https://www.rfc-editor.org/rfc/rfc6455
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface ServerSocket {
	text(message: string): void;
	ping(): void;
	/** A close frame, then the end of the connection. */
	close(code: number, reason: string): void;
	/** The end of the connection without a close frame. */
	destroy(): void;
	/** The first half of a text frame, then the end. */
	cut(message: string): void;
	readonly open: boolean;
	onClose: () => void;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Answers 101 and gives the socket. */
export function acceptWebSocket(request: IncomingMessage, stream: Duplex): ServerSocket {
	const accept = createHash('sha1')
		.update(request.headers['sec-websocket-key'] + GUID)
		.digest('base64');
	stream.write(
		`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
	);
	const socket: ServerSocket = {
		text: (message) => write(frame(1, Buffer.from(message))),
		ping: () => write(frame(9, Buffer.alloc(0))),
		close(code, reason) {
			const body = Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);
			write(frame(8, body));
			stream.end();
		},
		destroy: () => stream.destroy(),
		cut(message) {
			const whole = frame(1, Buffer.from(message));
			write(whole.subarray(0, Math.ceil(whole.length / 2)));
			setTimeout(() => stream.destroy(), 5);
		},
		get open() {
			return !stream.destroyed && stream.writable;
		},
		onClose: () => undefined
	};
	function write(bytes: Uint8Array): void {
		if (socket.open) stream.write(bytes);
	}
	// All that clients send here is pongs and the close frame.
	stream.on('data', (bytes: Buffer) => {
		if ((bytes[0]! & 0x0f) === 8) stream.end();
	});
	stream.on('error', () => stream.destroy());
	stream.on('close', () => socket.onClose());
	return socket;
}

/** Answers the handshake with an error, as text. */
export function refuseWebSocket(stream: Duplex, status: number, text: string): void {
	stream.end(
		`HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`
	);
}

function frame(opcode: number, body: Buffer): Buffer {
	const head =
		body.length < 126
			? Buffer.from([0x80 | opcode, body.length])
			: body.length < 65_536
				? Buffer.from([0x80 | opcode, 126, body.length >> 8, body.length & 0xff])
				: Buffer.alloc(10);
	if (head.length === 10) {
		head[0] = 0x80 | opcode;
		head[1] = 127;
		head.writeBigUInt64BE(BigInt(body.length), 2);
	}
	return Buffer.concat([head, body]);
}
