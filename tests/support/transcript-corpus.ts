// Generated transcripts whose true cost is known, in the shape of real ones (Claude Code 2.1.329 and before): seeded, so
// that the same options give the same bytes. Prices are written here anew; nothing comes from src or server.
import { createRandom, type Random } from './random.ts';

export interface CorpusOptions {
	seed: number;
	/** Draws go on from here instead: corpora that share it share no id. */
	random?: Random;
	sessions: number;
	/** Python's way to write JSON: a space after each colon and comma. */
	spaces?: boolean;
	/** Last day of the corpus, Unix epoch ms; it reaches 40 days back. */
	endMs: number;
	/** Mean bytes of a record of no interest, which make up most of a real file. */
	ballast?: number;
	/** Mean number of prompts in a session. */
	prompts?: number;
	/** Mean bytes of a tool's output, which a file holds twice. */
	output?: number;
	/** How times are written; Claude Code itself writes `Z`. */
	zones?: readonly string[];
}

export interface TrueRequest {
	requestId: string;
	sessionId: string;
	model: string;
	atMs: number;
	promptId: string;
	input: number;
	output: number;
	cacheRead: number;
	write5m: number;
	write1h: number;
	costNano: number;
	/** A side request: telemetry has it, no transcript does. */
	side: boolean;
}

export interface CorpusFile {
	/** Below the folder of projects, with `/`. */
	path: string;
	bytes: Buffer;
	mtimeMs: number;
}

export interface Corpus {
	files: CorpusFile[];
	/** Every request that was made, once. */
	requests: TrueRequest[];
	/** Of requests that transcripts tell of. */
	costNano: number;
	bySession: Record<string, number>;
	/** Prompt ids by session. */
	prompts: Record<string, string[]>;
	toolCalls: number;
	retried: number;
}

/** USD per million tokens, times 1,000: nano-USD per token. [input, output, 5-minute write, 1-hour write, read] */
const PRICES: Record<
	string,
	(prompt: number, atMs: number) => readonly [number, number, number, number, number]
> = {
	'claude-opus-5-5': () => [4000, 20_000, 5000, 8000, 200],
	'claude-sonnet-5-5': (_prompt, atMs) => [2000, 10_000, 2500, 4000, atMs < Date.UTC(2026, 9, 7) ? 200 : 100],
	'claude-haiku-4-5-20251001': () => [1000, 5000, 1250, 2000, 100],
	'claude-haiku-5-5': (prompt) => (prompt > 100_000 ? [500, 2500, 625, 1000, 50] : [100, 500, 125, 200, 10])
};
const MODELS = Object.keys(PRICES);
const PROJECTS = ['shop', 'api', 'blog', 'infra'];
const ZONES = ['Z', '+09:00', '-05:00', '+05:30'];
const DAY_MS = 86_400_000;
const OUTPUT_LINES =
	'    12\tconst total = rows.reduce((sum, { cost }) => sum + cost, 0); // "of all"\n    13\t\treturn `total`;\n';

interface Session {
	id: string;
	project: string;
	zone: string;
	/** Lines as objects, so that a fork can copy them. */
	records: Record<string, unknown>[];
	agents: { id: string; records: Record<string, unknown>[] }[];
	/** Nano-USD of its own. */
	own: number;
	/** And what it took over. */
	inherited: number;
	lastMs: number;
	parent: string | null;
}

export function createCorpus(options: CorpusOptions): Corpus {
	const random = options.random ?? createRandom(options.seed);
	const zones = options.zones ?? ZONES;
	const requests: TrueRequest[] = [];
	const prompts: Record<string, string[]> = {};
	const sessions: Session[] = [];
	let toolCalls = 0;
	let retried = 0;

	const hex = (length: number) => Array.from({ length }, () => random.integer(0, 15).toString(16)).join('');
	const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
	const chance = (share: number) => random.next() < share;

	function instant(atMs: number, zone: string): string {
		if (zone === 'Z') return new Date(atMs).toISOString();
		const [hours, minutes] = zone.slice(1).split(':').map(Number) as [number, number];
		const offset = (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
		return new Date(atMs + offset).toISOString().replace('Z', zone);
	}

	function common(session: Session, atMs: number, agentId: string | null): Record<string, unknown> {
		return {
			parentUuid: uuid(),
			isSidechain: agentId !== null,
			...(agentId === null ? {} : { agentId }),
			uuid: uuid(),
			timestamp: instant(atMs, session.zone),
			userType: 'external',
			entrypoint: 'cli',
			cwd: `/home/dev/${session.project}`,
			sessionId: session.id,
			version: '2.1.329',
			gitBranch: 'main'
		};
	}

	function ballast(session: Session, into: Record<string, unknown>[], atMs: number): void {
		const size = random.integer(0, 2 * (options.ballast ?? 400));
		const text = 'lorem "ipsum" {"type":"assistant"} é漢 '.repeat(Math.ceil(size / 40));
		const kind = random.integer(0, 3);
		if (kind === 0) into.push({ type: 'api-request-blob', sessionId: session.id, hash: hex(16), blob: text });
		else if (kind === 1) into.push({ type: 'file-history-snapshot', messageId: uuid(), snapshot: { text } });
		else if (kind === 2)
			into.push({ ...common(session, atMs, null), type: 'attachment', attachment: { type: 'file', text } });
		else into.push({ type: 'last-prompt', sessionId: session.id, lastPrompt: text.slice(0, 100) });
	}

	/** What a program printed; most is short, some is long. */
	function output(): string | null {
		if (options.output === undefined) return null;
		const size = (options.output / 3) * random.integer(0, 3) ** 2;
		return OUTPUT_LINES.repeat(Math.ceil(size / OUTPUT_LINES.length));
	}

	function request(session: Session, promptId: string, atMs: number, side: boolean): TrueRequest {
		const model = MODELS[random.integer(0, MODELS.length - 1)]!;
		const made = {
			input: random.integer(1, 3000),
			output: random.integer(1, 4000),
			cacheRead: random.integer(0, 180_000),
			write5m: chance(0.7) ? random.integer(0, 30_000) : 0,
			write1h: chance(0.4) ? random.integer(0, 30_000) : 0
		};
		const whole = made.input + made.cacheRead + made.write5m + made.write1h;
		const price = PRICES[model]!(whole, atMs);
		const costNano =
			made.input * price[0] +
			made.output * price[1] +
			made.write5m * price[2] +
			made.write1h * price[3] +
			made.cacheRead * price[4];
		const one = {
			requestId: `req_${hex(24)}`,
			sessionId: session.id,
			model,
			atMs,
			promptId,
			...made,
			costNano,
			side
		};
		requests.push(one);
		session.own += costNano;
		return one;
	}

	/** A response: a line for each block, some of them before its usage was final. */
	function response(
		session: Session,
		into: Record<string, unknown>[],
		{ requestId, model, atMs, ...made }: TrueRequest,
		tools: string[],
		agentId: string | null
	): void {
		const id = `msg_${requestId.slice(4)}`;
		const blocks = [
			{ type: 'text', text: 'Working on it.\nNext line, "quoted".' },
			...tools.map((tool) => ({ type: 'tool_use', id: tool, name: 'Bash', input: { command: 'ls -la' } }))
		];
		const early = chance(0.3);
		blocks.forEach((block, index) => {
			const last = index === blocks.length - 1;
			into.push({
				...common(session, atMs + index * 7, agentId),
				type: 'assistant',
				message: {
					id,
					type: 'message',
					role: 'assistant',
					model,
					content: [block],
					stop_reason: tools.length > 0 ? 'tool_use' : 'end_turn',
					usage: {
						input_tokens: made.input,
						cache_creation_input_tokens: made.write5m + made.write1h,
						cache_read_input_tokens: made.cacheRead,
						output_tokens: early && !last ? Math.min(1, made.output) : made.output,
						cache_creation: {
							ephemeral_5m_input_tokens: made.write5m,
							ephemeral_1h_input_tokens: made.write1h
						},
						service_tier: 'standard',
						speed: 'standard',
						inference_geo: ''
					}
				},
				apiBlockIndex: index,
				requestId,
				...(agentId === null ? {} : { attributionAgent: 'general-purpose' })
			});
		});
	}

	function turn(session: Session): void {
		const promptId = uuid();
		const { records } = session;
		let atMs = session.lastMs + random.integer(500, 600_000);
		records.push({
			...common(session, atMs, null),
			type: 'user',
			promptId,
			promptSource: 'cli',
			message: { role: 'user', content: `Do the work number ${random.integer(1, 1e6)}, ça va? 漢字` }
		});
		(prompts[session.id] ??= []).push(promptId);
		for (let left = random.integer(1, 4); left > 0; left--) {
			ballast(session, records, atMs);
			atMs += random.integer(300, 20_000);
			if (chance(0.08)) {
				records.push({
					...common(session, atMs, null),
					type: 'system',
					subtype: 'api_error',
					error: { status: 529, requestId: `req_${hex(24)}`, formatted: '529 Overloaded' },
					retryAttempt: 1,
					retryInMs: 500
				});
				retried += 1;
				atMs += 600;
			}
			if (chance(0.05)) request(session, promptId, atMs, true);
			const tools = left > 1 ? Array.from({ length: random.integer(1, 2) }, () => `toolu_${hex(20)}`) : [];
			response(session, records, request(session, promptId, atMs, false), tools, null);
			atMs += 40;
			for (const tool of tools) {
				atMs += random.integer(5, 3000);
				toolCalls += 1;
				const text = output();
				records.push({
					...common(session, atMs, null),
					type: 'user',
					promptId,
					message: {
						role: 'user',
						content: [
							{ tool_use_id: tool, type: 'tool_result', content: text ?? 'ok', is_error: chance(0.1) }
						]
					},
					...(text === null ? {} : { toolUseResult: { stdout: text, stderr: '', interrupted: false } }),
					permissionDecision: { decision: 'accept' }
				});
			}
			if (chance(0.06)) agent(session, promptId, atMs);
		}
		if (chance(0.05)) {
			records.push({
				...common(session, atMs, null),
				type: 'assistant',
				isApiErrorMessage: true,
				message: {
					id: uuid(),
					model: '<synthetic>',
					role: 'assistant',
					content: [],
					usage: { input_tokens: 0, output_tokens: 0 }
				}
			});
		}
		session.lastMs = atMs;
	}

	function agent(session: Session, promptId: string, startMs: number): void {
		const id = hex(17);
		const records: Record<string, unknown>[] = [
			{
				...common(session, startMs, id),
				type: 'user',
				promptId,
				message: { role: 'user', content: 'Look into it.' }
			}
		];
		let atMs = startMs;
		for (let left = random.integer(1, 3); left > 0; left--) {
			atMs += random.integer(300, 9000);
			response(session, records, request(session, promptId, atMs, false), [], id);
		}
		session.agents.push({ id, records });
	}

	/** Copies of all lines of the parent that have an id of their own, as `--fork-session` makes them. */
	function fork(parent: Session): Session {
		const child = empty(parent.lastMs + random.integer(1000, DAY_MS), parent);
		const promptId = uuid();
		// Versions before told nothing of where a response was made, and copied no usage.
		const telling = chance(0.7);
		for (const record of parent.records) {
			if (record.uuid === undefined) continue;
			const copy: Record<string, unknown> = { ...record, sessionId: child.id };
			if (record.promptId !== undefined) copy.promptId = promptId;
			if (record.type === 'assistant' && record.isApiErrorMessage !== true) {
				if (telling) copy.requestSessionId = record.requestSessionId ?? record.sessionId;
				else copy.message = emptied(record.message as Record<string, unknown>);
			}
			child.records.push(copy);
		}
		child.inherited = parent.own + parent.inherited;
		return child;
	}

	function emptied(message: Record<string, unknown>): Record<string, unknown> {
		return {
			...message,
			usage: { input_tokens: 0, output_tokens: 0, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 }
		};
	}

	function empty(lastMs: number, parent: Session | null): Session {
		return {
			id: uuid(),
			project: parent?.project ?? PROJECTS[random.integer(0, PROJECTS.length - 1)]!,
			zone: zones[random.integer(0, zones.length - 1)]!,
			records: [{ type: 'mode', mode: 'default', sessionId: '' }],
			agents: [],
			own: 0,
			inherited: 0,
			lastMs,
			parent: parent?.id ?? null
		};
	}

	function run(session: Session): void {
		for (let left = random.integer(1, 2 * (options.prompts ?? 3)); left > 0; left--) turn(session);
		session.records.push({
			type: 'cost-state',
			sessionId: session.id,
			totalCostUSD: (session.own + session.inherited) / 1e9,
			modelUsage: {}
		});
	}

	for (let i = 0; i < options.sessions; i++) {
		const parent =
			sessions.length > 0 && chance(0.15) ? sessions[random.integer(0, sessions.length - 1)]! : null;
		const session =
			parent === null ? empty(options.endMs - random.integer(2 * DAY_MS, 40 * DAY_MS), null) : fork(parent);
		run(session);
		if (chance(0.25)) {
			// Resumed another day, in the same file.
			session.lastMs += random.integer(3_600_000, DAY_MS);
			run(session);
		}
		sessions.push(session);
	}

	const files = sessions.flatMap((session) => {
		const folder = `-home-dev-${session.project}`;
		return [
			file(`${folder}/${session.id}.jsonl`, session.records, session.lastMs),
			...session.agents.flatMap(({ id, records }) => [
				file(`${folder}/${session.id}/subagents/agent-${id}.jsonl`, records, session.lastMs),
				{
					path: `${folder}/${session.id}/subagents/agent-${id}.meta.json`,
					bytes: Buffer.from(JSON.stringify({ agentType: 'general-purpose', finished: true })),
					mtimeMs: session.lastMs
				}
			])
		];
	});

	function file(path: string, records: Record<string, unknown>[], mtimeMs: number): CorpusFile {
		const end = chance(0.1) ? '\r\n' : '\n';
		const lines = records.map((record) => `${toJson(record, options.spaces === true)}${end}`);
		let text = lines.join('');
		if (chance(0.05)) text = `\ufeff${text}`;
		// A line that is still being written.
		if (chance(0.1)) text += '{"type":"assistant","message":{"id":"msg_torn","usa';
		return { path, bytes: Buffer.from(text), mtimeMs };
	}

	const told = requests.filter(({ side }) => !side);
	const bySession: Record<string, number> = {};
	for (const { sessionId, costNano } of told) bySession[sessionId] = (bySession[sessionId] ?? 0) + costNano;
	return {
		files,
		requests,
		costNano: told.reduce((sum, { costNano }) => sum + costNano, 0),
		bySession,
		prompts,
		toolCalls,
		retried
	};
}

function toJson(record: unknown, spaces: boolean): string {
	// Line ends inside texts are escaped, so those found here are the printer's own.
	return spaces ? JSON.stringify(record, null, 1).replace(/\n */g, ' ') : JSON.stringify(record);
}

/** The same requests as Claude Code exports them, side requests too: OTLP/JSON log requests of some records each. */
export function telemetryOf({ requests }: Corpus, random: Random): string[] {
	const batches: string[] = [];
	for (let at = 0; at < requests.length; ) {
		const size = random.integer(1, 12);
		batches.push(exportRequest(requests.slice(at, at + size)));
		at += size;
	}
	return batches;
}

function exportRequest(requests: TrueRequest[]): string {
	const logRecords = requests.map((request, index) => {
		const nanos = `${request.atMs + 30}000000`;
		const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
		const integer = (key: string, value: number) => ({ key, value: { intValue: value } });
		return {
			timeUnixNano: nanos,
			observedTimeUnixNano: nanos,
			body: { stringValue: 'claude_code.api_request' },
			attributes: [
				text('session.id', request.sessionId),
				text('event.name', 'api_request'),
				text('event.timestamp', new Date(request.atMs + 30).toISOString()),
				integer('event.sequence', index),
				text('prompt.id', request.promptId),
				text('model', request.model),
				integer('input_tokens', request.input),
				integer('output_tokens', request.output),
				integer('cache_read_tokens', request.cacheRead),
				integer('cache_creation_tokens', request.write5m + request.write1h),
				{ key: 'cost_usd', value: { doubleValue: request.costNano / 1e9 } },
				integer('duration_ms', 900),
				text('request_id', request.requestId),
				text('query_source', request.side ? 'generate_session_title' : 'repl_main_thread')
			]
		};
	});
	return JSON.stringify({
		resourceLogs: [
			{
				resource: { attributes: [{ key: 'service.name', value: { stringValue: 'claude-code' } }] },
				scopeLogs: [{ scope: { name: 'com.anthropic.claude_code.events', version: '2.1.329' }, logRecords }]
			}
		]
	});
}
