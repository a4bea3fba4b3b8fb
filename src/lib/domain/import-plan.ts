// Which of the files that were dropped or chosen are read, in which order, and which are not, by their names.
import { type FileSkip, type ImportReport, note } from './import.ts';

/** A file as it was found. */
export interface PickedFile {
	file: File;
	/** Names of the folders it was found below, and its own. Never begins above what was chosen. */
	path: readonly string[];
}

/** A file to be read. */
export interface PlannedFile extends PickedFile {
	/** The description that lies beside a subagent's file. */
	meta: File | null;
}

export interface ImportPlan {
	/** Largest first: what takes longest does not begin last. */
	files: PlannedFile[];
	bytes: number;
}

const META = '.meta.json';

/** Notes in `report` what is passed over. */
export function planImport(picked: readonly PickedFile[], report: ImportReport): ImportPlan {
	const metas = new Map<string, File>();
	for (const { file, path } of picked)
		if (file.name.endsWith(META)) metas.set(path.join('/').slice(0, -META.length), file);
	const files: PlannedFile[] = [];
	for (const { file, path } of picked) {
		if (file.name.endsWith(META)) continue;
		const skip = skipOf(file.name);
		if (skip === null)
			files.push({ file, path, meta: metas.get(path.join('/').slice(0, -'.jsonl'.length)) ?? null });
		else note(report.skipped, skip, shownName(path));
	}
	files.sort((a, b) => b.file.size - a.file.size);
	return { files, bytes: files.reduce((sum, { file }) => sum + file.size, 0) };
}

/** Enough to find a file by, and no more of where it lies. */
export function shownName(path: readonly string[]): string {
	return path.slice(-2).join('/');
}

function skipOf(name: string): FileSkip | null {
	if (/\.jsonl$/i.test(name)) return null;
	if (/\.tidemark$/i.test(name)) return 'backup';
	return /^tidemark\.db(-wal|-shm)?$/.test(name) ? 'journal' : 'other-kind';
}
