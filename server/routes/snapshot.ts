// GET /api/snapshot: every session and day as of one seq, as lines of JSON, newest first, so that a new device shows
// figures before the end has arrived.
import { pipeline, Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { Handler } from 'hono';
import { FOLD_VERSION } from '#lib/domain/rows.ts';
import { PROTOCOL } from '#lib/wire/frames.ts';
import { type Sight, sightOf } from '../access/sight.ts';
import type { AppEnv } from '../app.ts';
import type { Journal } from '../journal/journal.ts';
import type { Snapshot } from '../journal/snapshot.ts';

/** Each holds a view of the database open. */
const MAX_AT_ONCE = 8;
/** A reader slower than this is cut off: its view keeps the database's log from being taken in. */
const DEADLINE_MS = 5 * 60_000;
const CHUNK_CHARS = 64 * 1024;

export function snapshotRoute(
	open: () => Snapshot,
	journal: Pick<Journal, 'promptsOfSession'>
): Handler<AppEnv> {
	let reading = 0;
	return (c) => {
		if (reading >= MAX_AT_ONCE) {
			return c.json({ error: 'busy', message: 'Too many snapshots are being read.' }, 503, {
				'retry-after': '2'
			});
		}
		const snapshot = open();
		reading++;
		const plain = Readable.from(chunks(snapshot, sightOf(c.var.visitor, journal)), {
			objectMode: false,
			highWaterMark: CHUNK_CHARS
		});
		const zipped = acceptsGzip(c.req.header('accept-encoding') ?? '');
		const output = zipped
			? pipeline(plain, createGzip({ level: 4, flush: constants.Z_NO_FLUSH }), () => undefined)
			: plain;
		const deadline = setTimeout(() => plain.destroy(), DEADLINE_MS);
		plain.once('close', () => {
			clearTimeout(deadline);
			snapshot.close();
			reading--;
		});
		return c.body(Readable.toWeb(output) as ReadableStream, 200, {
			'content-type': 'application/x-ndjson',
			vary: 'accept-encoding',
			...(zipped ? { 'content-encoding': 'gzip' } : {})
		});
	};
}

function acceptsGzip(header: string): boolean {
	return header.split(',').some((part) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(part));
}

function* chunks(snapshot: Snapshot, sight: Sight): Generator<string> {
	const counted = { day: 0, session: 0 };
	const head = { ...snapshot.head, epoch: sight.epoch(snapshot.head.epoch) };
	let text = `${JSON.stringify({ type: 'head', protocol: PROTOCOL, foldVersion: FOLD_VERSION, ...head })}\n`;
	for (const { type, body } of snapshot.rows()) {
		counted[type]++;
		text += `{"type":"${type}","row":${type === 'session' ? sight.session(body) : body}}\n`;
		if (text.length >= CHUNK_CHARS) {
			yield text;
			text = '';
		}
	}
	yield `${text}${JSON.stringify({ type: 'end', days: counted.day, sessions: counted.session })}\n`;
}
