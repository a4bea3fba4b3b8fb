// The transcript source: Claude Code's own session files, read from where they were left, the newest first, then as they
// grow. They bring what telemetry lost and what only they know; what both have is one event.
import { lstat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { SourceStatus } from '#lib/domain/views.ts';
import type { Ingest } from '../../ingest.ts';
import type { FilePosition, FileState, MetFile } from '../../journal/file-state.ts';
import { JournalUnavailable } from '../../journal/journal.ts';
import type { Log } from '../../log.ts';
import { type Clock, createBell, systemClock } from '../clock.ts';
import { createFeed } from '../feed.ts';
import { isLagging } from '../lag.ts';
import { createSince, isoTime } from '../since.ts';
import type { RunningSource } from '../source.ts';
import { findFolders, reasonOf, type TranscriptRoot } from './folders.ts';
import { createReader } from './reader.ts';
import { meet, type WalkEvents, walk } from './walk.ts';
import { type Watching, watchTree } from './watch.ts';

export interface TranscriptDeps {
	/** Folders a person named; `null`: those of `usual` that exist and are the user's own. */
	folders: string[] | null;
	usual: string[];
	/** Keep prompts and tool input. */
	content: boolean;
	ingest: Ingest;
	files: FileState;
	hostname: string;
	now: () => number;
	log: Log;
	clock?: Clock;
	times?: Partial<TranscriptTimes>;
}

export interface TranscriptSource extends RunningSource {
	/** Looks at every file once more; resolves when all they hold is in the journal, or when the source ends. */
	settled(): Promise<void>;
}

export interface TranscriptTimes {
	/** Between looking at every file again, whatever was heard of changes; more where looking takes long. */
	rescanMs: number;
	/** What changes in quick succession is read at once. */
	gatherMs: number;
	/** How soon a file is read again whose last lines wait for what comes next. */
	unsettledMs: number;
}

const TIMES: TranscriptTimes = { rescanMs: 30_000, gatherMs: 100, unsettledMs: 1200 };
/** Few enough that looking them up lets other work in, also where the database is not in memory yet. */
const MET_AT_ONCE = 100;
const PATHS_AT_ONCE = 500;
const READ_AT_ONCE = 200;
/** While one waits for the disk another is decoded. */
const FILES_AT_ONCE = 4;
const RETRY_MS = 1000;
const RECEIVING_MS = 60_000;
const LAGGING_MS = 60_000;
const DAY_MS = 86_400_000;
/** Paths remembered for being counted once. */
const MAX_PATHS = 10_000;

export function startTranscripts(deps: TranscriptDeps): TranscriptSource {
	const { files, log } = deps;
	const clock = deps.clock ?? systemClock(deps.now);
	const times = { ...TIMES, ...deps.times };
	const closing = new AbortController();
	const { signal } = closing;
	const failing = createSince(clock.now);
	const bell = createBell();
	const feed = createFeed(deps.ingest, clock);
	const reader = createReader({
		feed,
		content: deps.content,
		relayHost: deps.hostname,
		now: clock.now,
		kept: (positions) => files.done(positions),
		signal
	});
	const watching = new Map<string, Watching>();
	const changed = new Set<string>();
	const refused = new Set<string>();
	const unreadable = new Map<string, string>();
	/** Path → when it may be read again. */
	const unsettled = new Map<string, number>();
	let roots: TranscriptRoot[] = [];
	let troubles: string[] = [];
	let broken: string | null = null;
	const scans = { begun: 0, ended: 0 };
	let waiting: { begun: number; resolve: () => void }[] = [];
	/** Since when all there is has been read, Unix epoch ms; `null`: not yet. */
	let caughtUpMs: number | null = null;
	let scanAtMs = 0;
	let pruneAtMs = 0;
	let known = 0;
	let toRead = { bytes: 0, before: 0 };

	let met: MetFile[] = [];
	const events: WalkEvents = {
		folder: (path) => watching.get(rootOf(path)?.path ?? '')?.folder(path),
		file(file) {
			met.push(file);
			if (met.length >= MET_AT_ONCE) noteMet();
		},
		refused(path) {
			if (refused.has(path) || refused.size >= MAX_PATHS) return;
			refused.add(path);
			log.warn(`Transcripts: ${path} is a link out of its folder and is not followed.`);
		},
		failed: fail
	};

	function noteMet(): void {
		const seen = met;
		met = [];
		files.met(seen);
	}

	function fail(path: string, error: unknown): void {
		const reason = reasonOf(error);
		if (unreadable.get(path) === reason || unreadable.size >= MAX_PATHS) return;
		unreadable.set(path, reason);
		log.warn(`Transcripts: ${path} cannot be read: ${reason}.`);
	}

	function rootOf(path: string): TranscriptRoot | undefined {
		return roots.find((root) => path === root.path || path.startsWith(root.path + sep));
	}

	function heard(path: string): void {
		const name = path.slice(path.lastIndexOf(sep) + 1);
		// Names without an ending are folders; other files beside the transcripts are of no interest.
		if (name.includes('.') && !name.endsWith('.jsonl')) return;
		if (changed.size < MAX_PATHS) changed.add(path);
		else scanAtMs = 0;
		bell.ring();
	}

	/** Looks at every file there is. */
	async function scan(): Promise<void> {
		const startedMs = clock.now();
		const scan = ++scans.begun;
		const found = await findFolders(deps.folders, deps.usual);
		roots = found.roots;
		troubles = found.troubles;
		for (const [path, watcher] of watching) {
			if (roots.some((root) => root.path === path)) continue;
			watcher.close();
			watching.delete(path);
		}
		for (const { path } of roots) {
			if (!watching.has(path)) watching.set(path, watchTree(path, heard));
			await walk(path, path, events, signal);
		}
		noteMet();
		if (signal.aborted) return;
		const sums = files.sums();
		known = sums.files;
		if (scans.ended === 0) toRead = { bytes: sums.dueBytes, before: reader.counts.bytes };
		scans.ended = scan;
		scanAtMs = clock.now() + Math.max(times.rescanMs, 50 * (clock.now() - startedMs));
	}

	/** Forgets files that are gone. */
	async function prune(): Promise<void> {
		let last = '';
		for (;;) {
			const paths = files.pathsAfter(last, PATHS_AT_ONCE);
			if (paths.length === 0 || signal.aborted) break;
			const gone = await Promise.all(paths.map(isGone));
			for (const path of paths.filter((_, index) => gone[index])) files.forget(path);
			last = paths.at(-1)!;
		}
		known = files.sums().files;
		pruneAtMs = clock.now() + DAY_MS;
	}

	async function meetChanged(): Promise<void> {
		const paths = [...changed];
		changed.clear();
		for (const path of paths) {
			const root = rootOf(path);
			if (root === undefined) continue;
			if (await isFolder(path)) await walk(root.path, path, events, signal);
			else meet(root.path, path, events);
		}
		noteMet();
	}

	/** Reads files that want it, as long as nothing newer is heard of. False: there is nothing to read now. */
	async function readSome(): Promise<boolean> {
		const nowMs = clock.now();
		const wanted = files.next(READ_AT_ONCE).filter(({ path }) => (unsettled.get(path) ?? 0) <= nowMs);
		let next = 0;
		const worker = async () => {
			while (next < wanted.length && !signal.aborted && changed.size === 0) await readOne(wanted[next++]!);
		};
		const ended = await Promise.allSettled(Array.from({ length: FILES_AT_ONCE }, worker));
		const failed = ended.find((result) => result.status === 'rejected');
		if (failed !== undefined) throw failed.reason;
		return (await reader.flush()) && wanted.length > 0;
	}

	async function readOne(position: FilePosition): Promise<void> {
		const { path } = position;
		const root = rootOf(path);
		if (root === undefined) return files.forget(path);
		try {
			const outcome = await reader.read(root, path, position);
			unreadable.delete(path);
			if (outcome === 'unsettled') unsettled.set(path, clock.now() + times.unsettledMs);
			else unsettled.delete(path);
		} catch (error) {
			if (error instanceof JournalUnavailable) throw error;
			files.forget(path);
			unsettled.delete(path);
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') fail(path, error);
		}
	}

	/** True when another look at everything is due for them. */
	function tellWaiting(): boolean {
		const told = waiting.filter(
			({ begun }) => signal.aborted || (scans.ended > begun && unsettled.size === 0)
		);
		waiting = waiting.filter((waiter) => !told.includes(waiter));
		for (const { resolve } of told) resolve();
		if (!waiting.some(({ begun }) => scans.begun === begun)) return false;
		scanAtMs = 0;
		return true;
	}

	async function run(): Promise<void> {
		while (!signal.aborted) {
			try {
				if (clock.now() >= scanAtMs) await scan();
				if (changed.size > 0) await meetChanged();
				if (await readSome()) continue;
				caughtUpMs ??= clock.now();
				// Not before what is new was read: who starts Tidemark waits for that.
				if (clock.now() >= pruneAtMs) await prune();
				if (tellWaiting()) continue;
				const untilMs = Math.min(scanAtMs, ...unsettled.values());
				await bell.wait(Math.max(1, untilMs - clock.now()), clock, signal);
				await clock.sleep(times.gatherMs, signal);
			} catch (error) {
				if (!(error instanceof JournalUnavailable)) throw error;
				// What was met is met again, what was read is read again.
				scanAtMs = 0;
				await clock.sleep(RETRY_MS, signal);
			}
		}
	}

	const ended = run().catch((error: Error) => {
		broken = `Transcripts are no longer read: ${error.message}. Start Tidemark again.`;
		log.error(broken);
	});

	function detail(): string | null {
		const said = [
			...(scans.ended > 0 && roots.length === 0 && troubles.length === 0
				? [`No folder of Claude Code was found in ${deps.usual.join(' or ')}.`]
				: []),
			...(unreadable.size > 0
				? [`${unreadable.size} files cannot be read (${[...unreadable][0]!.join(': ')}).`]
				: []),
			...(refused.size > 0 ? [`${refused.size} links out of the folder are not followed.`] : []),
			...[...watching.values()].flatMap(({ trouble }) => (trouble === null ? [] : [trouble]))
		];
		return said.join(' ') || null;
	}

	function phase(error: string | null): NonNullable<SourceStatus['phase']> {
		if (error !== null) return 'failing';
		if (scans.ended === 0) return 'connecting';
		if (caughtUpMs === null) return 'catching-up';
		if (isLagging(feed.arrival, caughtUpMs, clock.now(), LAGGING_MS)) return 'lagging';
		return [...watching.values()].some(({ trouble }) => trouble !== null) ? 'polling' : 'live';
	}

	function progress(): number | null {
		if (scans.ended === 0 || caughtUpMs !== null) return null;
		return toRead.bytes === 0 ? 1 : Math.min(1, (reader.counts.bytes - toRead.before) / toRead.bytes);
	}

	return {
		status() {
			const error = [...troubles, feed.trouble, broken].filter((part) => part !== null).join(' ') || null;
			const receiving = feed.lastNewMs !== null && clock.now() - feed.lastNewMs < RECEIVING_MS;
			const { read, reread, bytes, lines, passed, tooLong, badUtf8 } = reader.counts;
			return {
				name: 'transcripts',
				state: error !== null ? 'error' : receiving ? 'receiving' : known === 0 ? 'waiting' : 'idle',
				lastEventAt: feed.lastEventMs === null ? null : new Date(feed.lastEventMs).toISOString(),
				error,
				phase: phase(error),
				progress: progress(),
				lagMs: feed.arrival?.lagMs ?? null,
				failingSince: isoTime(failing.note(error !== null)),
				detail: detail(),
				counts: {
					...feed.counts,
					files: known,
					read,
					reread,
					bytes,
					lines,
					passed,
					tooLong,
					badUtf8,
					refused: refused.size,
					unreadable: unreadable.size
				}
			};
		},
		settled: () =>
			new Promise((resolve) => {
				waiting.push({ begun: scans.begun, resolve });
				bell.ring();
			}),
		async close() {
			closing.abort();
			await ended;
			tellWaiting();
			for (const watcher of watching.values()) watcher.close();
		}
	};
}

async function isFolder(path: string): Promise<boolean> {
	try {
		return (await lstat(path)).isDirectory();
	} catch {
		// Gone again; whoever meets it next finds that out.
		return false;
	}
}

async function isGone(path: string): Promise<boolean> {
	try {
		await lstat(path);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ENOENT';
	}
}
