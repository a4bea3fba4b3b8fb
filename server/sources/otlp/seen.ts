// What exporters did at the OTLP ports, told apart finely enough to say what is missing: nobody came, came in the wrong
// language, sent one signal but not the other, or left out what figures need.
import type { Socket } from 'node:net';
import type { OtlpMistake, OtlpSeen } from '#lib/domain/views.ts';
import type { Decoded } from '#lib/wire/decoded.ts';
import { isoTime } from '../since.ts';
import type { Signal } from './receive.ts';

export interface Seen {
	readonly current: OtlpSeen;
	connected(): void;
	/** A request was understood and answered. */
	exported(protocol: NonNullable<OtlpSeen['protocol']>): void;
	decoded(signal: Signal, decoded: Decoded): void;
	mistaken(kind: OtlpMistake, port: number | undefined): void;
}

export function createSeen(now: () => number): Seen {
	let current: OtlpSeen = {
		connectedAt: null,
		firstAt: null,
		exportedAt: null,
		protocol: null,
		logsAt: null,
		metricsAt: null,
		sessionId: null,
		promptText: null,
		mistake: null
	};
	const at = () => isoTime(now())!;
	return {
		get current() {
			return current;
		},
		connected() {
			current.connectedAt = at();
		},
		exported(protocol) {
			const firstAt = current.firstAt ?? at();
			current = { ...current, firstAt, exportedAt: at(), protocol, mistake: null };
		},
		decoded(signal, { events }) {
			if (events.length === 0 || signal === 'traces') return;
			current = { ...current, [signal === 'logs' ? 'logsAt' : 'metricsAt']: at() };
			// Start-up events come before there is a session to name in some versions: one that has it is enough.
			current.sessionId = events.some(({ sessionId }) => sessionId !== null);
			const prompt = events.findLast((event) => event.name === 'user_prompt');
			if (prompt?.name === 'user_prompt') current.promptText = prompt.text !== null;
		},
		mistaken(kind, port) {
			current = { ...current, mistake: { kind, port: port ?? 0, at: at() } };
		}
	};
}

/** What the first bytes of a connection were, when they were no request of HTTP/1; `null`: nothing known. */
export function languageOf(packet: unknown): 'grpc-on-http' | 'tls' | null {
	if (!Buffer.isBuffer(packet)) return null;
	// The preface of HTTP/2, and a TLS handshake. https://www.rfc-editor.org/rfc/rfc9113#section-3.4
	if (packet.subarray(0, 14).toString('latin1') === 'PRI * HTTP/2.0') return 'grpc-on-http';
	return packet[0] === 0x16 && packet[1] === 0x03 ? 'tls' : null;
}

const PLAIN_ANSWERS: Readonly<Record<string, string>> = {
	HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
	HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
	ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout'
};

/** What Node itself does with a connection that sends no request, which listening for the error takes away from it. */
export function endConnection(error: Error & { code?: string }, socket: Socket): void {
	if (socket.writable) {
		const answer = PLAIN_ANSWERS[error.code ?? ''] ?? '400 Bad Request';
		socket.write(`HTTP/1.1 ${answer}\r\nConnection: close\r\n\r\n`);
	}
	socket.destroy(error);
}
