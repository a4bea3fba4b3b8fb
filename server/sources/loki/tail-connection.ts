// One connection to Loki's tail, from the handshake to its end, however it ends. Loki pings every second, so silence
// means that the other side is gone though nobody said so.
// Recorded in tests/fixtures/backends/tail-*.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { LokiDecoded } from '#lib/wire/loki.ts';
import { decodeLokiTail } from '#lib/wire/loki.ts';

/** `full`: all tails are taken. `limit`: it was open as long as Loki allows. `query`: Loki does not tail this query. */
export type TailEnd = 'refused' | 'full' | 'limit' | 'query' | 'silent' | 'ended';

export interface TailHandlers {
	opened(): void;
	frame(decoded: LokiDecoded): void;
	/** A frame that was not understood. */
	malformed(): void;
	/** Once, last. `said` is Loki's reason, or empty. */
	closed(end: TailEnd, said: string): void;
}

export interface TailOptions {
	url: string;
	headers: Record<string, string>;
	/** No ping and no frame for so long: gone. Also the time for the handshake. */
	silenceMs: number;
	maxFrame: number;
	now: () => number;
	WebSocket: typeof WebSocket;
}

/** Node tells of pings only here. https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
const PINGS = 'undici:websocket:ping';

export function openTail(options: TailOptions, handlers: TailHandlers): { close(): void } {
	// Node's own WebSocket takes headers, which the standard's does not.
	const Socket = options.WebSocket as unknown as new (
		url: string,
		init: { headers: Record<string, string> }
	) => WebSocket;
	const socket = new Socket(options.url, { headers: options.headers });
	let open = false;
	let over = false;
	let silence = setTimeout(silent, options.silenceMs);

	function silent(): void {
		end(open ? 'silent' : 'refused', '');
	}

	function alive(): void {
		clearTimeout(silence);
		if (!over) silence = setTimeout(silent, options.silenceMs);
	}

	function onPing(message: unknown): void {
		if ((message as { websocket?: unknown }).websocket === socket) alive();
	}

	function end(how: TailEnd, said: string): void {
		if (over) return;
		over = true;
		clearTimeout(silence);
		unsubscribe(PINGS, onPing);
		socket.close();
		handlers.closed(how, said);
	}

	subscribe(PINGS, onPing);
	socket.onopen = () => {
		open = true;
		alive();
		if (!over) handlers.opened();
	};
	socket.onmessage = ({ data }: MessageEvent) => {
		if (over) return;
		alive();
		const decoded = typeof data === 'string' ? parse(data, options) : null;
		if (decoded === null) handlers.malformed();
		else handlers.frame(decoded);
	};
	socket.onclose = ({ code, reason }: CloseEvent) => {
		end(open ? endOf(code, reason) : 'refused', reason);
	};
	// Always followed by `close`, which says more.
	socket.onerror = () => undefined;

	return { close: () => end('ended', '') };
}

function parse(text: string, { maxFrame, now }: TailOptions): LokiDecoded | null {
	if (text.length > maxFrame) return null;
	try {
		return decodeLokiTail(JSON.parse(text), { receivedAtMs: now(), source: 'loki' });
	} catch {
		// Neither JSON nor a frame: the caller is told, and asks for the same by range.
		return null;
	}
}

function endOf(code: number, reason: string): TailEnd {
	if (code !== 1011) return 'ended';
	if (/max concurrent tail requests/.test(reason)) return 'full';
	if (/max duration/.test(reason)) return 'limit';
	if (/only log selector/.test(reason)) return 'query';
	return 'ended';
}
