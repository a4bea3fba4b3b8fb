// The bytes of picked files. A question for one file costs Chromium a millisecond and more, whatever its size, and there
// are thousands: small ones are asked for together.
import type { PlannedFile } from '#lib/domain/import-plan.ts';
import { MAX_META_BYTES } from '#lib/wire/transcript-file.ts';

/** Gives a file's bytes in turn, none at its end; `null` where they cannot be read. */
type Chunks = () => Promise<Uint8Array | null>;

export interface Fetched {
	picked: PlannedFile;
	chunks: Chunks;
	/** The description beside it; `null` where there is none that can be read. */
	meta: Uint8Array | null;
}

/** Bytes of one question. */
const CHUNK = 8 * 1024 * 1024;

/** Takes off the front of the queue what is asked for together: some small files, or one of any size. */
export function nextFiles(queue: PlannedFile[]): PlannedFile[] {
	const files: PlannedFile[] = [];
	for (let bytes = 0; queue.length > 0; ) {
		const { file, meta } = queue[0]!;
		bytes += file.size + Math.min(meta?.size ?? 0, MAX_META_BYTES);
		if (files.length > 0 && bytes > CHUNK) break;
		files.push(queue.shift()!);
	}
	return files;
}

/** Files as taken by `nextFiles`. Never rejects. */
export async function fetchFiles(files: readonly PlannedFile[]): Promise<Fetched[]> {
	const metas = files.map(({ meta }) => (meta === null || meta.size > MAX_META_BYTES ? null : meta));
	const wholes = files.map(({ file }) => (file.size > CHUNK ? null : file));
	const bytes = await together([...wholes, ...metas]);
	return files.map((picked, index) => ({
		picked,
		chunks: wholes[index] === null ? inChunks(picked.file) : atOnce(bytes[index] ?? null),
		meta: bytes[files.length + index] ?? null
	}));
}

/** Each one's bytes; `null` for none and for what cannot be read. */
async function together(files: readonly (File | null)[]): Promise<(Uint8Array | null)[]> {
	const all = await bytesOf(new Blob(files.filter((file) => file !== null)));
	const total = files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
	// One was deleted, changed or forbidden since it was chosen: each by itself tells which.
	if (all?.length !== total)
		return Promise.all(files.map((file) => (file === null ? Promise.resolve(null) : bytesOf(file))));
	let at = 0;
	return files.map((file) => (file === null ? null : all.subarray(at, (at += file.size))));
}

async function bytesOf(blob: Blob): Promise<Uint8Array | null> {
	try {
		return new Uint8Array(await blob.arrayBuffer());
	} catch {
		// Said in the report, where it is a file's and not a description's.
		return null;
	}
}

function atOnce(bytes: Uint8Array | null): Chunks {
	let coming = bytes;
	return () => {
		const chunk = coming;
		if (chunk !== null) coming = new Uint8Array(0);
		return Promise.resolve(chunk);
	};
}

function inChunks(file: File): Chunks {
	let at = 0;
	return () => {
		if (at >= file.size) return Promise.resolve(new Uint8Array(0));
		const part = file.slice(at, at + CHUNK);
		at += CHUNK;
		return bytesOf(part);
	};
}
