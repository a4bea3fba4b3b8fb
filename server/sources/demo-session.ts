// One demo session from its first prompt to its last, as domain events: the order and shapes of the real captures.
import type { DomainEvent, Facts } from '#lib/domain/event.ts';
import { eventId } from '#lib/domain/identity.ts';
import { type Draft, draft } from './demo-draft.ts';
import { createMeter } from './demo-meter.ts';
import type { Chance } from './demo-random.ts';
import { callTool, commitWork } from './demo-tools.ts';
import { answer, ask, type Context, contextTokens, fail, type Recorder } from './demo-turns.ts';
import { ANSWERS, ASKS, FOLLOW_UPS, PLUGINS, type Project, SKILLS } from './demo-words.ts';

/** What a session is, decided before it begins. */
export interface SessionPlan {
	chance: Chance;
	startMs: number;
	project: Project;
	machine: string;
	model: string;
	/** How many prompts; a marathon has many and a context beyond the usual limit. */
	prompts: number;
	marathon: boolean;
	/** Prompts follow each other quickly, as while somebody watches. */
	brisk?: boolean;
}

const SYSTEM_TOKENS = 22_900;
const COMPACT_AT = 160_000;
const USER_ID = '5ea1de00c0ffee11'.repeat(4);

/** All events of the session, in order of time. */
export function playSession(plan: SessionPlan): DomainEvent[] {
	const { chance, startMs, project } = plan;
	const sessionId = chance.uuid();
	const meter = createMeter(sessionId, startMs);
	const recorder: Recorder = { chance, meter, drafts: [] };
	const branch = chance.pick(project.branches);
	const state: State = {
		plan,
		recorder,
		branch,
		subject: chance.pick(project.subjects),
		permissionMode: chance.happens(0.6) ? 'acceptEdits' : 'default',
		context: {
			model: plan.model,
			metricModel: plan.marathon ? `${plan.model}[1m]` : plan.model,
			querySource: chance.happens(0.88) ? 'repl_main_thread' : 'sdk',
			agentName: null,
			effort: plan.model.includes('opus') ? 'high' : 'medium',
			cached: 0,
			cachedAtMs: 0,
			hour: chance.happens(0.15),
			fresh: SYSTEM_TOKENS
		}
	};
	startUp(state);
	let atMs = startMs + chance.integer(4000, 40_000);
	for (let turn = 0; turn < plan.prompts; turn++) {
		const beganMs = atMs;
		atMs = playTurn(state, atMs, turn);
		meter.count('active_time.total', atMs, atMs - beganMs, { type: 'cli' });
		const typedMs = Math.min(60_000, Math.round(chance.around(14_000, 0.7)));
		meter.count('active_time.total', atMs, typedMs, { type: 'user' });
		// People come back from lunch to a cold cache.
		const away = !plan.brisk && chance.happens(0.07);
		const pauseMs = away ? chance.around(26 * 60_000, 0.6) : chance.around(plan.brisk ? 6000 : 50_000, 0.9);
		if (turn < plan.prompts - 1) atMs += typedMs + Math.round(pauseMs);
	}
	const facts: Facts = {
		userId: USER_ID,
		email: 'sam@example.com',
		profile: project.profile,
		host: plan.machine,
		project: project.name
	};
	return finish(recorder.drafts, sessionId, facts, meter.points(atMs + 1500));
}

interface State {
	plan: SessionPlan;
	recorder: Recorder;
	context: Context;
	branch: string;
	subject: string;
	permissionMode: string;
}

function startUp({ plan, recorder, branch, subject }: State): void {
	const { chance, startMs, project } = plan;
	const { drafts, meter } = recorder;
	drafts.push({
		name: 'other',
		atMs: startMs,
		promptId: null,
		otherName: 'managed_settings_resolved',
		attributes: {
			managed_settings_trigger: 'startup',
			managed_settings_sources: '[]',
			managed_settings_source_behavior: 'first-wins',
			managed_settings_helper_state: 'none',
			managed_settings_helper_applied: 'none'
		}
	});
	if (project.hooks) {
		for (const hookEvent of ['PostToolUse', 'Stop'])
			drafts.push(draft('hook_registered', startMs + 20, null, { hookEvent }));
	}
	PLUGINS.forEach((pluginName, index) => {
		drafts.push(draft('plugin_loaded', startMs + 24 + index, null, { pluginName }));
	});
	if (project.mcp) {
		const down = chance.happens(0.04);
		drafts.push(
			draft('mcp_server_connection', startMs + chance.integer(80, 900), null, {
				status: down ? 'failed' : 'connected',
				serverName: project.mcp,
				durationMs: chance.integer(40, 800),
				errorCode: down ? 'ENOENT' : null
			})
		);
	}
	meter.count('session.count', startMs + 30, 1, {});
	const title = `${subject[0]!.toUpperCase()}${subject.slice(1)} in ${project.name}`;
	drafts.push(
		draft('session_info', startMs + 5000, null, {
			title,
			facts: { branch, folder: project.folder.split('/').at(-1)!, configFolder: `.claude-${project.profile}` }
		})
	);
}

/** One prompt and all that follows from it; returns when the work was done. */
function playTurn(state: State, startMs: number, turn: number): number {
	const { plan, recorder, context } = state;
	const { chance, drafts } = recorder;
	const promptId = chance.uuid();
	let atMs = startMs;
	if (contextTokens(context) > (plan.marathon ? COMPACT_AT * 3 : COMPACT_AT))
		atMs = compact(state, atMs, promptId);
	const skill = chance.happens(0.03) ? chance.pick(SKILLS) : undefined;
	writePrompt(state, atMs, promptId, turn, skill);
	context.fresh += chance.integer(40, 900);
	if (turn === 0) nameSession(state, atMs, promptId);
	if (chance.happens(0.012)) return fail(recorder, context, atMs, promptId);

	const rounds = Math.min(40, Math.max(1, Math.round(chance.around(plan.marathon ? 7 : 3.4, 0.75))));
	for (let round = 0; round < rounds; round++) {
		if (chance.happens(0.004)) {
			ask(recorder, context, atMs, promptId, { interrupted: true });
			return atMs + 4000;
		}
		const mcp =
			state.plan.project.mcp && chance.happens(0.02)
				? { server: state.plan.project.mcp, tool: 'query' }
				: null;
		const request = ask(recorder, context, atMs, promptId, {
			...(mcp ? { mcp } : {}),
			...(skill ? { skill } : {})
		});
		atMs = request.atMs;
		if (chance.happens(0.0015)) {
			drafts.push(
				draft('api_refusal', request.atMs - 1, promptId, {
					model: context.model,
					requestId: request.requestId,
					querySource: context.querySource
				})
			);
			return atMs;
		}
		if (round === rounds - 1) {
			answer(recorder, request, chance.pick(ANSWERS));
			break;
		}
		if (chance.happens(0.4)) answer(recorder, request, chance.pick(ANSWERS));
		atMs = chance.happens(0.035)
			? delegate(state, atMs, promptId)
			: runTools(state, request.atMs, request, mcp !== null);
	}
	if (turn > 0 && chance.happens(0.1)) {
		const request = ask(recorder, context, atMs, promptId, { output: 90 });
		atMs = commitWork(recorder, request, state.branch, state.permissionMode);
	}
	if (plan.project.hooks) atMs = runHook(recorder, 'Stop', 'Stop', atMs, promptId);
	return atMs;
}

function writePrompt(
	state: State,
	atMs: number,
	promptId: string,
	turn: number,
	skill: string | undefined
): void {
	const { recorder, subject } = state;
	const { chance, drafts } = recorder;
	const asked = (turn === 0 || chance.happens(0.3) ? chance.pick(ASKS) : chance.pick(FOLLOW_UPS)).replace(
		'{subject}',
		subject
	);
	const text = skill ? `/${skill} ${subject}` : asked;
	if (chance.happens(0.05)) {
		const toMode = state.permissionMode === 'default' ? 'acceptEdits' : 'default';
		drafts.push(
			draft('permission_mode_changed', atMs - 1500, null, {
				fromMode: state.permissionMode,
				toMode,
				trigger: 'shift_tab'
			})
		);
		state.permissionMode = toMode;
	}
	drafts.push(
		draft('user_prompt', atMs, promptId, {
			promptLength: text.length,
			text,
			messageUuid: chance.uuid(),
			commandName: skill ?? null,
			commandSource: skill ? 'custom' : null
		})
	);
	if (skill)
		drafts.push(draft('skill_activated', atMs + 4, promptId, { skillName: skill, trigger: 'user-slash' }));
	if (chance.happens(0.1))
		drafts.push(draft('at_mention', atMs + 3, promptId, { mentionType: 'file', success: true }));
}

/** The small request that finds a title. */
function nameSession({ recorder }: State, atMs: number, promptId: string): void {
	ask(recorder, { ...smallContext('generate_session_title'), fresh: 600 }, atMs + 50, promptId, {
		output: 18
	});
}

function smallContext(querySource: string): Context {
	return {
		model: 'claude-haiku-5-5',
		metricModel: 'claude-haiku-5-5',
		querySource,
		agentName: null,
		effort: null,
		cached: 0,
		cachedAtMs: 0,
		hour: false,
		fresh: 0
	};
}

function runTools(
	state: State,
	startMs: number,
	request: Parameters<typeof callTool>[3],
	mcp: boolean,
	context = state.context
): number {
	const { recorder, plan } = state;
	const calls = recorder.chance.happens(0.22) ? recorder.chance.integer(2, 4) : 1;
	let atMs = startMs;
	for (let call = 0; call < calls; call++) {
		const wanted = mcp && call === 0 ? 'mcp_tool' : undefined;
		const called = callTool(recorder, context, plan.project, request, state.permissionMode, wanted);
		context.fresh += called.tokens;
		atMs = Math.max(atMs, called.endMs);
		if (plan.project.hooks && called.name === 'Edit' && !context.agentId)
			atMs = runHook(recorder, 'PostToolUse', 'PostToolUse:Edit', atMs, request.promptId);
	}
	return atMs;
}

function runHook(
	recorder: Recorder,
	hookEvent: string,
	hookName: string,
	atMs: number,
	promptId: string | null
): number {
	const durationMs = Math.round(recorder.chance.around(180, 0.7));
	const failed = recorder.chance.happens(0.03) ? 1 : 0;
	recorder.drafts.push(
		draft('hook_execution_start', atMs + 1, promptId, { hookEvent, hookName }),
		draft('hook_execution_complete', atMs + 1 + durationMs, promptId, {
			hookEvent,
			hookName,
			succeeded: 1 - failed,
			failed,
			durationMs
		})
	);
	return atMs + 1 + durationMs;
}

/** One to three subagents at the same time, each with a conversation of its own; the main one waits for the last. */
function delegate(state: State, startMs: number, promptId: string): number {
	const { recorder, context } = state;
	const { chance, drafts } = recorder;
	const agents = chance.happens(0.3) ? chance.integer(2, 3) : 1;
	let lastMs = startMs;
	for (let agent = 0; agent < agents; agent++) {
		const explore = chance.happens(0.6);
		const agentType = explore ? 'Explore' : 'general-purpose';
		const own: Context = {
			...smallContext(`agent:builtin:${agentType}`),
			model: explore ? 'claude-haiku-5-5' : context.model,
			metricModel: explore ? 'claude-haiku-5-5' : context.model,
			agentId: `a${chance.text('0123456789abcdef', 16)}`,
			agentName: agentType,
			fresh: 13_400
		};
		let atMs = startMs + chance.integer(20, 200);
		let tools = 0;
		const rounds = chance.integer(2, 9);
		for (let round = 0; round < rounds; round++) {
			const request = ask(recorder, own, atMs, promptId);
			atMs = request.atMs;
			if (round === rounds - 1) answer(recorder, request, chance.pick(ANSWERS));
			else {
				atMs = runTools(state, atMs, request, false, own);
				tools++;
			}
		}
		drafts.push(
			draft('subagent_completed', atMs + 2, promptId, {
				agentType,
				totalTokens: contextTokens(own),
				totalToolUses: tools,
				durationMs: atMs - startMs,
				model: own.model,
				finalModel: own.model,
				...(own.agentId ? { agentId: own.agentId } : {})
			})
		);
		context.fresh += chance.integer(400, 1800);
		lastMs = Math.max(lastMs, atMs);
	}
	return lastMs + 10;
}

function compact(state: State, startMs: number, promptId: string): number {
	const { recorder, context } = state;
	const { chance, drafts } = recorder;
	const before = contextTokens(context);
	const source = context.querySource;
	context.querySource = 'compact';
	const request = ask(recorder, context, startMs, promptId, { output: chance.integer(1800, 4200) });
	context.querySource = source;
	const after = chance.integer(9000, 16_000);
	context.cached = 0;
	context.fresh = SYSTEM_TOKENS + after;
	drafts.push(
		draft('compaction', request.atMs + 15, promptId, {
			trigger: chance.happens(0.8) ? 'auto' : 'manual',
			success: true,
			durationMs: request.durationMs,
			preTokens: before,
			postTokens: after
		})
	);
	return request.atMs + 20;
}

/** Order, sequence and ids, as the process would have given them. */
function finish(
	drafts: Draft[],
	sessionId: string,
	facts: Facts,
	points: ReturnType<ReturnType<typeof createMeter>['points']>
): DomainEvent[] {
	const ordered = drafts.map((event, index) => ({ event, index }));
	ordered.sort((a, b) => a.event.atMs - b.event.atMs || a.index - b.index);
	let counter = 0;
	const log = ordered.map(({ event }) => {
		const sequence = event.name === 'session_info' ? null : counter++;
		const parts = event as { requestId?: string | null; attempt?: number | null; toolUseId?: string | null };
		const id =
			event.name === 'session_info'
				? `session_info:${sessionId}`
				: eventId({
						name: event.name === 'other' ? event.otherName : event.name,
						sessionId,
						atMs: event.atMs,
						sequence,
						promptId: event.promptId,
						requestId: parts.requestId ?? null,
						attempt: parts.attempt ?? null,
						toolUseId: parts.toolUseId ?? null
					});
		return {
			...event,
			id,
			sessionId,
			sequence,
			source: 'demo',
			facts: { ...facts, ...event.facts }
		} as DomainEvent;
	});
	const metrics: DomainEvent[] = points.map((point) => ({ ...point, sessionId, facts }));
	return [...log, ...metrics].sort((a, b) => a.atMs - b.atMs);
}
