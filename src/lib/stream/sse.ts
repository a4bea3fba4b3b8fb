// The relay's event stream as typed frames. Read with fetch rather than EventSource: status codes, an abort, and later
// a header to sign in with.
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { JournalRecord } from '#lib/domain/event.ts';
import {
	type Cursor,
	formatCursor,
	type HelloFrame,
	parseCursor,
	parseEventsFrame,
	parseHelloFrame,
	parseResetFrame,
	type ResetFrame
} from '#lib/wire/frames.ts';
import { type Api, ApiError } from './api.ts';
import { readText } from './body.ts';

export type Frame =
	| ({ type: 'hello' } & HelloFrame)
	| ({ type: 'events'; records: JournalRecord[] } & Cursor)
	| ({ type: 'reset' } & ResetFrame)
	/** Budgets, alerts or their settings changed at the relay. */
	| { type: 'plans' };

/** The relay says something every 15 s; after this long it is gone. */
export const SILENCE_MS = 35_000;

export interface StreamOptions {
	cursor: Cursor;
	signal?: AbortSignal;
	silenceMs?: number;
	/** Bytes came, be they only a comment. */
	onAlive?: () => void;
}

/** Frames from the cursor on, until the relay ends the stream. Rejects with `ApiError`, or with the abort's reason. */
export async function* readStream(api: Api, options: StreamOptions): AsyncGenerator<Frame> {
	const { cursor, signal, silenceMs = SILENCE_MS, onAlive } = options;
	const position = formatCursor(cursor.epoch, cursor.seq);
	const response = await api.get(`/api/stream?cursor=${encodeURIComponent(position)}`, {
		signal,
		type: 'text/event-stream'
	});
	let messages: EventSourceMessage[] = [];
	const parser = createParser({ onEvent: (message) => messages.push(message) });
	for await (const text of readText(response, silenceMs, signal)) {
		onAlive?.();
		parser.feed(text);
		const ready = messages;
		messages = [];
		for (const message of ready) {
			const frame = toFrame(message);
			if (frame !== null) yield frame;
		}
	}
}

/** `null` for a frame this version has no name for: a newer relay may say more. */
function toFrame({ event, id, data }: EventSourceMessage): Frame | null {
	try {
		switch (event) {
			case 'hello':
				return { type: 'hello', ...parseHelloFrame(data) };
			case 'reset':
				return { type: 'reset', ...parseResetFrame(data) };
			case 'plans':
				return { type: 'plans' };
			case 'events': {
				const cursor = parseCursor(id ?? '');
				if (cursor === null) throw new ApiError('protocol', 'An "events" frame has no cursor.', null);
				return { type: 'events', ...cursor, records: parseEventsFrame(data) };
			}
			default:
				return null;
		}
	} catch (error) {
		if (error instanceof ApiError) throw error;
		throw new ApiError('protocol', 'The relay sent a frame that cannot be read.', null, error);
	}
}
