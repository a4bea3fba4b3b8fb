// The doctor's records that arrived, kept where `npm run doctor` finds them though the relay asks for a sign-in: a small
// file in the data folder.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorMark } from '#lib/domain/views.ts';
import type { Log } from '../log.ts';

export const MARKS_NAME = 'doctor.json';

export interface Marks {
	note(source: string, id: string): void;
	/** Newest last. */
	readonly current: DoctorMark[];
	close(): void;
}

const MAX_MARKS = 20;
const GATHER_MS = 100;

export function createMarks(dir: string, now: () => number, log: Log): Marks {
	let marks: DoctorMark[] = [];
	let timer: NodeJS.Timeout | null = null;

	function write(): void {
		timer = null;
		const path = join(dir, MARKS_NAME);
		try {
			writeFileSync(`${path}.new`, `${JSON.stringify(marks)}\n`, { mode: 0o600 });
			renameSync(`${path}.new`, path);
		} catch (error) {
			log.warn(`What the doctor sent cannot be noted in the data folder: ${(error as Error).message}.`);
		}
	}

	return {
		note(source, id) {
			if (marks.some((mark) => mark.id === id && mark.source === source)) return;
			marks = [...marks, { id, source, at: new Date(now()).toISOString() }].slice(-MAX_MARKS);
			// Whoever may send here could send many: written together.
			timer ??= setTimeout(write, GATHER_MS);
		},
		get current() {
			return marks;
		},
		close() {
			if (timer === null) return;
			clearTimeout(timer);
			write();
		}
	};
}

/** What a relay noted; none when there is no such file. */
export function readMarks(dir: string): DoctorMark[] {
	try {
		const marks = JSON.parse(readFileSync(join(dir, MARKS_NAME), 'utf8')) as unknown;
		return Array.isArray(marks) ? (marks as DoctorMark[]) : [];
	} catch {
		return []; // Not there yet, or being replaced: asked again.
	}
}
