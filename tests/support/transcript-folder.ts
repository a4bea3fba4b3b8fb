// Transcript sources for tests: a journal and a folder of transcripts, both temporary, and a source that reads quickly.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DomainEvent } from '#lib/domain/event.ts';
import { createIngest, type Ingest } from '#server/ingest.ts';
import type { OpenJournal } from '#server/journal/open.ts';
import { createLog } from '#server/log.ts';
import {
	startTranscripts,
	type TranscriptDeps,
	type TranscriptSource
} from '#server/sources/transcripts/transcripts.ts';
import { testFolder } from './journals.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/claude-code/', import.meta.url));

export interface TranscriptBench extends AsyncDisposable {
	/** A Claude configuration folder; transcripts lie in `projects` below it. */
	config: string;
	projects: string;
	/** The journal's data folder. */
	dataDir: string;
	store: OpenJournal;
	ingest: Ingest;
	/** Starts a source on the folder, with what is given changed. */
	start(changes?: Partial<TranscriptDeps>): TranscriptSource;
	/** Closes the journal and opens it again, as a restart does. */
	reopen(): void;
	/** Path of a transcript, its folder made. */
	path(name: string): string;
}

export function transcriptBench(): TranscriptBench {
	const folder = testFolder();
	const home = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-transcripts-')));
	const config = join(home, '.claude');
	const projects = join(config, 'projects');
	mkdirSync(projects, { recursive: true });
	const sources: TranscriptSource[] = [];
	let store = folder.open();
	const ingest: Ingest = (events) => createIngest(store.journal, store.fold, () => undefined, null)(events);
	return {
		config,
		projects,
		dataDir: folder.dir,
		get store() {
			return store;
		},
		ingest,
		start(changes = {}) {
			const source = startTranscripts({
				folders: [config],
				usual: [],
				content: false,
				ingest,
				files: store.fileState,
				hostname: 'here',
				now: Date.now,
				log: createLog('error', () => undefined),
				times: { rescanMs: 200, gatherMs: 5, unsettledMs: 50 },
				...changes
			});
			sources.push(source);
			return source;
		},
		reopen() {
			store.close();
			store = folder.open();
		},
		path(name) {
			const path = join(projects, name);
			mkdirSync(dirname(path), { recursive: true });
			return path;
		},
		async [Symbol.asyncDispose]() {
			await Promise.all(sources.map((source) => source.close(0)));
			folder[Symbol.dispose]();
			rmSync(home, { recursive: true, force: true });
		}
	};
}

/** Copies the captured transcripts of both sets below a folder of projects. */
export function copyCaptured(projects: string): void {
	for (const set of ['', 'captured/'])
		cpSync(join(FIXTURES, set, 'transcripts'), projects, { recursive: true });
}

/** Every event as it stands, oldest slot first. */
export function eventsOf({ journal }: OpenJournal): DomainEvent[] {
	return journal
		.eventsBefore(Number.MAX_SAFE_INTEGER, 1_000_000, Number.MAX_SAFE_INTEGER)
		.map(({ event }) => JSON.parse(event) as DomainEvent)
		.reverse();
}
