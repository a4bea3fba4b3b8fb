// How fast the relay takes in what a Loki already holds, and what that costs in memory (Linux). The Loki here makes its
// entries when they are asked for: the shapes of the captures, one every 2.5 s, each with ids and a time of its own.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCaptures } from '../support/captures.ts';
import { lokiEntries } from '../support/loki-model.ts';
import { type Relay, startRelay } from '../support/relay.ts';
import { atLeast, atMost, type Bench } from './figure.ts';

const COUNT = 1_000_000;
const STEP_MS = 2500;
const SESSION = 300;
const OWN_IDS = ['request_id', 'tool_use_id', 'prompt_id', 'message_uuid'];

export const bench: Bench = {
	name: 'backfill from Loki',
	async run() {
		const loki = await startEndlessLoki(Date.now() - COUNT * STEP_MS);
		const relay = await startRelay({ env: { LOKI_URL: loki.url } });
		try {
			const began = performance.now();
			let highest = 0;
			for (;;) {
				await new Promise((resolve) => setTimeout(resolve, 100));
				highest = Math.max(highest, resident(relay));
				const { events, sources } = (await relay.health()) as unknown as {
					events: number;
					sources: { name: string; phase?: string; error: string | null }[];
				};
				const source = sources.find(({ name }) => name === 'loki');
				if (source?.error) throw new Error(source.error);
				if (events >= COUNT && source?.phase !== 'catching-up') break;
				if (performance.now() - began > 600_000) throw new Error(`${events} events after ten minutes`);
			}
			const seconds = (performance.now() - began) / 1000;
			return [
				atLeast('events read, made by the bench beside it', COUNT / seconds, 10_000, 'events/s'),
				{ name: 'time to live with 1,000,000 events', value: seconds * 1000, unit: 'ms' },
				{ name: 'pages', value: loki.pages() / 1000, unit: '×', note: 'thousand questions' },
				atMost('highest resident memory', highest, 250, 'MB')
			];
		} finally {
			await relay.remove();
			loki.close();
		}
	}
};

async function startEndlessLoki(startMs: number) {
	const templates = readCaptures()
		.flatMap(lokiEntries)
		.filter(({ metadata }) => JSON.stringify(metadata).length < 8000);
	let pages = 0;

	function value(index: number): unknown[] {
		const { line, metadata } = templates[index % templates.length]!;
		const atMs = startMs + index * STEP_MS;
		const own: Record<string, string> = {
			session_id: `bench-${Math.floor(index / SESSION)}`,
			event_timestamp: new Date(atMs).toISOString(),
			event_sequence: String(index % SESSION)
		};
		for (const name of OWN_IDS) if (name in metadata) own[name] = `${name[0]}_${index}`;
		return [`${atMs}000000`, line, { structuredMetadata: { ...metadata, ...own } }];
	}

	function answer(request: IncomingMessage, response: ServerResponse): void {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bench');
		if (pathname !== '/loki/api/v1/query_range') {
			response.writeHead(pathname === '/ready' ? 200 : 404).end();
			return;
		}
		pages += 1;
		const indexOf = (ns: string | null) =>
			Math.ceil((Number(BigInt(ns ?? 0) / 1_000_000n) - startMs) / STEP_MS);
		const from = Math.max(0, indexOf(searchParams.get('start')));
		const to = Math.min(COUNT, indexOf(searchParams.get('end')), from + Number(searchParams.get('limit')));
		const values = Array.from({ length: Math.max(0, to - from) }, (_, offset) => value(from + offset));
		const result = values.length > 0 ? [{ stream: { service_name: 'claude-code' }, values }] : [];
		response
			.writeHead(200, { 'Content-Type': 'application/json' })
			.end(JSON.stringify({ status: 'success', data: { resultType: 'streams', result } }));
	}

	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		pages: () => pages,
		close() {
			server.close();
			server.closeAllConnections();
		}
	};
}

/** Resident set size, MB. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function resident(relay: Relay): number {
	const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${relay.pid()}/status`, 'utf8'));
	if (!line) throw new Error('this system does not tell the resident memory of a process');
	return Number(line[1]) / 1024;
}
