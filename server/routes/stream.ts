// GET /api/stream: one loop per client that reads the journal after its cursor, writes, waits to be drained and then to
// be woken. Catch-up and live are one thing, a slow client only lags, and nothing is buffered for it.
import type { Handler } from 'hono';
import { formatCursor, MAX_FRAME_BYTES, MAX_FRAME_RECORDS, PROTOCOL, parseCursor } from '#lib/wire/frames.ts';
import { type Sight, sightOf } from '../access/sight.ts';
import type { AppDeps, AppEnv } from '../app.ts';
import { clientAddress } from '../client-address.ts';
import { isLoopback } from '../loopback.ts';
import { createPageReader, type PageReader } from './page-reader.ts';

export interface StreamOptions {
	/** A comment after this long without a frame, ms. */
	heartbeatMs: number;
	/** A client that takes nothing for this long is closed, ms. */
	stallMs: number;
	/** Streams at once, in all and for one address. Addresses of this machine share no limit but the first. */
	maxStreams: number;
	maxPerAddress: number;
	/** Between 0 and 1: spreads the reconnects after a restart. */
	random: () => number;
}

const DEFAULTS: StreamOptions = {
	heartbeatMs: 15_000,
	stallMs: 30_000,
	maxStreams: 5000,
	maxPerAddress: 8,
	random: Math.random
};

const HEADERS = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store, no-transform',
	'x-accel-buffering': 'no'
};

type StreamDeps = Pick<
	AppDeps,
	'journal' | 'epoch' | 'hub' | 'access' | 'budgets' | 'version' | 'now' | 'trustedProxies' | 'stream'
>;

export function streamRoute(deps: StreamDeps): Handler<AppEnv> {
	const options = { ...DEFAULTS, ...deps.stream };
	/** By what is seen: nobody gets a page read for others. */
	const readers = new Map<string, PageReader>();
	const readerOf = (sight: Sight) => {
		const known = readers.get(sight.key) ?? createPageReader(deps.journal, sight);
		readers.set(sight.key, known);
		return known;
	};
	const places = createPlaces(options);
	return (c) => {
		const address = clientAddress(c.env?.incoming, deps.trustedProxies);
		const giveBack = places.take(address);
		if (giveBack === null) {
			return c.json({ error: 'busy', message: 'Too many streams are open.' }, 503, { 'retry-after': '5' });
		}
		const part = deps.hub.join();
		const { device } = c.var.visitor;
		const session = device === null ? undefined : deps.access?.live.join(device.id);
		const leave = () => {
			giveBack();
			part();
			session?.leave();
		};
		const sight = sightOf(c.var.visitor, deps.journal);
		const cursor = c.req.header('last-event-id') ?? c.req.query('cursor') ?? null;
		const outgoing = c.env?.outgoing;
		const body = streamBody(
			cursor,
			deps,
			options,
			{ sight, pages: readerOf(sight), over: session?.signal ?? new AbortController().signal },
			c.req.raw.signal,
			() => {
				leave();
				// The response waits for a drain that will not come.
				return outgoing?.destroy();
			},
			leave
		);
		return c.body(body, 200, HEADERS);
	};
}

/** What one client may see, and until when. */
interface View {
	sight: Sight;
	pages: PageReader;
	/** Aborted when its session is over. */
	over: AbortSignal;
}

/** Time to take the end of a stream whose session is over; then the connection is cut. */
const FAREWELL_MS = 300;

function streamBody(
	asked: string | null,
	deps: StreamDeps,
	options: StreamOptions,
	view: View,
	signal: AbortSignal,
	cutOff: () => void,
	leave: () => void
): ReadableStream<Uint8Array> {
	const ended = new AbortController();
	const end = () => {
		clearTimeout(stall);
		view.over.removeEventListener('abort', sendOff);
		ended.abort();
		leave();
	};
	/** One that takes nothing does not come to the end of its frames by itself. */
	const sendOff = () => {
		setTimeout(() => {
			if (ended.signal.aborted) return;
			end();
			cutOff();
		}, FAREWELL_MS).unref();
	};
	view.over.addEventListener('abort', sendOff);
	const frames = framesOf(asked, deps, options, view, ended.signal);
	const encoder = new TextEncoder();
	let stall: NodeJS.Timeout | undefined;
	signal.addEventListener('abort', end, { once: true });

	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				clearTimeout(stall);
				const frame = await frames.next();
				if (ended.signal.aborted) return;
				if (frame.done) {
					end();
					controller.close();
					return;
				}
				controller.enqueue(encoder.encode(frame.value));
				// The next pull comes once this one is taken.
				stall = setTimeout(() => {
					end();
					controller.error(new Error('The client took nothing for too long.'));
					cutOff();
				}, options.stallMs);
				stall.unref();
			},
			cancel: end
		},
		{ highWaterMark: 0 }
	);
}

/** Frames as text, without end until the journal closes or the client has to start anew. */
async function* framesOf(
	asked: string | null,
	{ journal, hub, budgets, version, now, epoch: epochNow }: StreamDeps,
	options: StreamOptions,
	{ sight, pages, over }: View,
	signal: AbortSignal
): AsyncGenerator<string, void> {
	const epoch = sight.epoch(epochNow());
	const stop = AbortSignal.any([signal, over]);
	const cursor = asked === null ? { epoch, seq: journal.head } : parseCursor(asked);
	const retryMs = Math.round(1000 + options.random() * 4000);
	const hello = {
		protocol: PROTOCOL,
		epoch,
		head: journal.head,
		version,
		nowMs: now(),
		horizonMs: journal.horizonMs
	};
	yield `retry: ${retryMs}\n${frame('hello', JSON.stringify(hello))}`;

	const plansRevision = () => budgets?.plans.revision ?? 0;
	let told = plansRevision();
	if (told > 0) yield frame('plans', JSON.stringify({ revision: told }));

	let seq = cursor?.seq ?? 0;
	if (cursor === null) return yield reset('the cursor is not understood');
	if (cursor.epoch !== epoch) return yield reset('the cursor is of another journal');
	if (!journal.knows(seq)) return yield reset('the cursor is ahead of the journal');
	while (!stop.aborted && !hub.closing.aborted) {
		if (sight.epoch(epochNow()) !== epoch) return yield reset('data were deleted, or prices have changed');
		if (seq < journal.floor) return yield reset('what follows the cursor is no longer kept');
		// Asked for before the journal is read, so that nothing is committed unnoticed in between.
		const wait = waitFor(hub.woken, options.heartbeatMs, stop);
		if (plansRevision() !== told) {
			wait.cancel();
			told = plansRevision();
			yield frame('plans', JSON.stringify({ revision: told }));
			continue;
		}
		const page = pages.after(seq, MAX_FRAME_RECORDS, MAX_FRAME_BYTES);
		if (page.count > 0) {
			wait.cancel();
			seq = page.lastSeq;
			yield frame('events', page.json, formatCursor(epoch, seq));
		} else if ((await wait.result) === 'timeout') yield ':\n\n';
	}

	function reset(reason: string): string {
		// Of which journal the cursor is, nobody knows any more: it may be of one that held what was deleted.
		const foreign = cursor === null || cursor.epoch.split('-')[0] !== journal.epoch;
		// A device that may see less than it has keeps nothing of that.
		const sawMore =
			cursor !== null && !foreign && sight.epoch('') !== '' && !cursor.epoch.endsWith(sight.epoch(''));
		const erase = (journal.deleted && foreign) || sawMore;
		return frame(
			'reset',
			JSON.stringify({ epoch: sight.epoch(epochNow()), reason, ...(erase && { erase }) })
		);
	}
}

/** JSON has no line ends of its own, so the data is one line. https://html.spec.whatwg.org/multipage/server-sent-events.html */
function frame(name: string, json: string, id?: string): string {
	return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${json}\n\n`;
}

function waitFor(woken: (signal: AbortSignal) => Promise<void>, timeoutMs: number, signal: AbortSignal) {
	const stop = new AbortController();
	const cancel = () => stop.abort();
	signal.addEventListener('abort', cancel, { once: true });
	const timer = setTimeout(() => {
		timedOut = true;
		cancel();
	}, timeoutMs);
	let timedOut = false;
	const result = woken(stop.signal).then(() => {
		clearTimeout(timer);
		signal.removeEventListener('abort', cancel);
		return timedOut ? ('timeout' as const) : ('woken' as const);
	});
	return { result, cancel };
}

interface Places {
	/** A function that gives the place back, any number of times; `null`: all are taken. */
	take(address: string | null): (() => void) | null;
}

function createPlaces({ maxStreams, maxPerAddress }: StreamOptions): Places {
	const byAddress = new Map<string, number>();
	let all = 0;
	return {
		take(address) {
			// Every browser and every proxy of this machine comes from the same address.
			const counted = address !== null && !isLoopback(address) ? address : null;
			const own = counted === null ? 0 : (byAddress.get(counted) ?? 0);
			if (all >= maxStreams || own >= maxPerAddress) return null;
			all++;
			if (counted !== null) byAddress.set(counted, own + 1);
			let held = true;
			return () => {
				if (!held) return;
				held = false;
				all--;
				if (counted === null) return;
				const left = (byAddress.get(counted) ?? 1) - 1;
				if (left === 0) byAddress.delete(counted);
				else byAddress.set(counted, left);
			};
		}
	};
}
