// The rows a report is made of, straight from transcripts: what importing them into a journal of their own would give,
// by the same decoder, merge and fold, and nothing is written anywhere.
import { hostname } from 'node:os';
import { findTranscripts } from '../sources/transcripts/find.ts';
import { inThreads, jobsOf } from '../sources/transcripts/threads.ts';
import type { WholeFile } from '../sources/transcripts/whole-pool.ts';
import { likelyKin, together } from './kin.ts';
import type { KinAnswer, KinRows } from './kin-worker.ts';
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

/** Transcripts that turn out to tell of the same are read again, as one. */
export async function readTranscriptRows(folder: string, nowMs: number): Promise<TranscriptRows> {
	const found = findTranscripts([folder], new AbortController().signal);
	let kins = await readKins(
		found.then(({ files }) => likelyKin(files)),
		nowMs
	);
	for (;;) {
		const groups = together(kins, sharedKeys(kins));
		if (groups.length === kins.length) break;
		const alone = groups.filter((group) => group.length === 1).flat();
		const mixed = groups.filter((group) => group.length > 1);
		const read = await readKins(
			mixed.map((group) => group.flatMap(({ files }) => files)),
			nowMs
		);
		kins = [...alone, ...read];
	}
	return {
		...assembled(kins),
		nowMs,
		problems: [...(await found).problems, ...kins.flatMap(({ problems }) => problems)]
	};
}

async function readKins(coming: WholeFile[][] | Promise<WholeFile[][]>, nowMs: number): Promise<Kin[]> {
	const kins: Kin[] = [];
	await inThreads<WholeFile[][], KinAnswer[]>({
		module: new URL('./kin-worker.ts', import.meta.url),
		workerData: { content: false, relayHost: hostname(), receivedAtMs: nowMs },
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

/** The sessions a kin tells of, and those of its events that another kin tells of too. */
function sharedKeys(kins: readonly Kin[]): (kin: Kin) => (string | number)[] {
	const hashes = new Float64Array(kins.reduce((sum, { hashes: own }) => sum + own.length, 0));
	let at = 0;
	for (const { hashes: own } of kins) {
		hashes.set(own, at);
		at += own.length;
	}
	hashes.sort();
	const twice = new Set(hashes.filter((hash, index) => hash === hashes[index - 1]));
	return ({ sessions, hashes: own }) => [
		...sessions.map(({ key }) => key),
		...own.filter((hash) => twice.has(hash))
	];
}

/** No two kins have a session in common, so their rows only need to stand side by side. */
function assembled(kins: readonly Kin[]): Omit<TranscriptRows, 'nowMs' | 'problems'> {
	const rows: Omit<TranscriptRows, 'nowMs' | 'problems'> = {
		sessions: new Map(),
		days: new Map(),
		files: 0,
		bytes: 0,
		reasons: {}
	};
	for (const { sessions, days, counts, rejected } of kins) {
		rows.files += counts.read;
		rows.bytes += counts.bytes;
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
