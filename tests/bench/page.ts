// JavaScript the first view needs, compressed, from the build's manifest.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, type Bench } from './figure.ts';

const OUTPUT = join(import.meta.dirname, '../../.svelte-kit/output/client');
const MANIFEST = join(OUTPUT, '.vite/manifest.json');

interface Chunk {
	file: string;
	src?: string;
	imports?: string[];
}

export const bench: Bench = {
	name: 'JavaScript of the first view (Overview)',
	needs: 'a build',
	async run() {
		if (!existsSync(MANIFEST)) throw new Error('there is no build: run npm run build first');
		const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>;
		const entries = Object.entries(manifest).filter(([key, chunk]) => isFirstView(key, chunk));
		if (entries.length < 4) throw new Error(`the build has only ${entries.length} parts of the first view`);
		const files = new Set<string>();
		const visit = (key: string) => {
			const chunk = manifest[key];
			if (chunk === undefined) throw new Error(`the build names ${key}, which it lacks`);
			if (files.has(chunk.file)) return;
			files.add(chunk.file);
			for (const next of chunk.imports ?? []) visit(next);
		};
		for (const [key] of entries) visit(key);
		const bytes = [...files]
			.filter((file) => file.endsWith('.js'))
			.map((file) => gzipSync(readFileSync(join(OUTPUT, file)), { level: 9 }).length)
			.reduce((sum, size) => sum + size, 0);
		return [
			atMost('page', bytes / 1024, 100, 'KB gzip', `${files.size} files`),
			{ name: 'worker, loaded beside it', value: workerBytes() / 1024, unit: 'KB gzip' }
		];
	}
};

function workerBytes(): number {
	const folder = join(OUTPUT, '_app/immutable/workers');
	const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
	return files.reduce(
		(sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
		0
	);
}

/** Kit's start and app, the root layout and the page of `/`: nodes 0 and 2, after the error page. */
function isFirstView(key: string, chunk: Chunk): boolean {
	const name = chunk.src ?? key;
	return /runtime\/client\/entry\.js$|client-optimized\/(app|nodes\/[012])\.js$|client\/app\.js$/.test(name);
}
