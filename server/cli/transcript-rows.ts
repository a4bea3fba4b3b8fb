// The rows a report is made of, straight from transcripts: what importing them into a journal of their own would give,
// by the same decoder, merge and fold, and nothing is written anywhere.
import { hostname } from 'node:os';
import type { DomainEvent } from '#lib/domain/event.ts';
import { applyNew } from '#lib/domain/fold.ts';
import { gather } from '#lib/domain/merge.ts';
import type { WholeFile } from '../sources/transcripts/about-file.ts';
import { findTranscripts } from '../sources/transcripts/find.ts';
import { inThreads, jobsOf } from '../sources/transcripts/threads.ts';
import { likelyKin, together } from './kin.ts';
import type { KinAnswer, KinOptions, KinRows } from './kin-worker.ts';
import type { ReportRows } from './report-sums.ts';

export interface TranscriptRows extends ReportRows {
	/** Files read. */
	files: number;
	bytes: number;
	/** Why lines were not understood → how many. */
	reasons: Record<string, number>;
	/** What could not be read, and why. */
	problems: [path: string, reason: string][];
}

interface Kin extends Omit<KinAnswer, 'rows'>, KinRows {
	files: WholeFile[];
}

/**
 * Each kin is added up where it is read. What turns out not to be on its own is read again: those of one session
 * together, and events that several tell of are taken out of their sums and added once, here.
 */
export async function readTranscriptRows(folder: string, nowMs: number): Promise<TranscriptRows> {
	const found = findTranscripts([folder], new AbortController().signal);
	const shared = new Set<number>();
	let kins = await readKins(
		found.then(({ files }) => likelyKin(files)),
		nowMs,
		shared
	);
	for (;;) {
		const twice = toldTwice(kins);
		const groups = together(kins, ({ sessions }) => sessions.map(({ key }) => key));
		const again = groups.filter(
			(group) => group.length > 1 || group[0]!.hashes.some((hash) => twice.has(hash))
		);
		if (again.length === 0) break;
		for (const hash of twice) shared.add(hash);
		const done = new Set(again.flat());
		const read = await readKins(
			again.map((group) => group.flatMap(({ files }) => files)),
			nowMs,
			shared
		);
		kins = [...kins.filter((kin) => !done.has(kin)), ...read];
	}
	const rows = assembled(kins);
	applyNew(rows, gathered(kins), null);
	return { ...rows, nowMs, problems: [...(await found).problems, ...rows.problems] };
}

async function readKins(
	coming: WholeFile[][] | Promise<WholeFile[][]>,
	nowMs: number,
	shared: ReadonlySet<number>
): Promise<Kin[]> {
	const kins: Kin[] = [];
	const options: KinOptions = { content: false, relayHost: hostname(), receivedAtMs: nowMs, shared };
	await inThreads<WholeFile[][], KinAnswer[]>({
		module: new URL('./kin-worker.ts', import.meta.url),
		workerData: options,
		jobs: Promise.resolve(coming).then((groups) =>
			jobsOf(groups, (files) => files.reduce((sum, { size }) => sum + size, 0))
		),
		take(answers, job) {
			answers.forEach(({ rows, ...answer }, index) => {
				kins.push({ ...answer, ...(JSON.parse(rows) as KinRows), files: job[index]! });
			});
		}
	});
	return kins;
}

/** Hashes of ids that more than one kin has in its sums; and, rarely, of ids that only have the hash in common. */
export function toldTwice(kins: readonly Pick<Kin, 'hashes'>[]): Set<number> {
	const hashes = new Float64Array(kins.reduce((sum, { hashes: own }) => sum + own.length, 0));
	let at = 0;
	for (const { hashes: own } of kins) {
		hashes.set(own, at);
		at += own.length;
	}
	hashes.sort();
	return new Set(hashes.filter((hash, index) => hash === hashes[index - 1]));
}

function gathered(kins: readonly Kin[]): DomainEvent[] {
	const events = new Map<string, DomainEvent>();
	for (const { shared } of kins) for (const event of shared) gather(events, event);
	return [...events.values()];
}

/** No two kins have a session in common, so their rows only need to stand side by side. */
function assembled(kins: readonly Kin[]): Omit<TranscriptRows, 'nowMs'> {
	const rows: Omit<TranscriptRows, 'nowMs'> = {
		sessions: new Map(),
		days: new Map(),
		files: 0,
		bytes: 0,
		reasons: {},
		problems: []
	};
	for (const { sessions, days, counts, rejected, problems } of kins) {
		rows.files += counts.read;
		rows.bytes += counts.bytes;
		rows.problems.push(...problems);
		for (const [reason, count] of Object.entries(rejected.reasons))
			rows.reasons[reason] = (rows.reasons[reason] ?? 0) + count;
		for (const session of sessions) rows.sessions.set(session.key, session);
		for (const { day, cells } of days) {
			const into = rows.days.get(day) ?? { day, cells: {} };
			rows.days.set(day, into);
			for (const bucket in cells) Object.assign((into.cells[bucket] ??= {}), cells[bucket]);
		}
	}
	return rows;
}
