// The tools of a demo session: decided, run, sometimes refused, sometimes failing; with the lines and commits they make.
import { draft, type RequestDraft } from './demo-draft.ts';
import { type Context, type Recorder, toolUseId } from './demo-turns.ts';
import { COMMANDS, type Project } from './demo-words.ts';

interface Habit {
	weight: number;
	medianMs: number;
	/** Share of calls that fail. */
	failing: number;
	errorType: string;
	resultBytes: number;
}

const HABITS: Record<string, Habit> = {
	Read: { weight: 30, medianMs: 12, failing: 0.02, errorType: 'TelemetrySafeError', resultBytes: 6200 },
	Bash: { weight: 27, medianMs: 1400, failing: 0.11, errorType: 'ShellError', resultBytes: 2400 },
	Edit: { weight: 18, medianMs: 30, failing: 0.04, errorType: 'TelemetrySafeError', resultBytes: 900 },
	Grep: { weight: 12, medianMs: 60, failing: 0.01, errorType: 'TelemetrySafeError', resultBytes: 1800 },
	Glob: { weight: 5, medianMs: 40, failing: 0.01, errorType: 'TelemetrySafeError', resultBytes: 700 },
	Write: { weight: 5, medianMs: 25, failing: 0.01, errorType: 'TelemetrySafeError', resultBytes: 300 },
	WebFetch: {
		weight: 1.5,
		medianMs: 2600,
		failing: 0.09,
		errorType: 'TelemetrySafeError',
		resultBytes: 9000
	},
	mcp_tool: { weight: 1.5, medianMs: 380, failing: 0.06, errorType: 'McpToolCallError', resultBytes: 3000 }
};
const WEIGHTS = Object.fromEntries(Object.entries(HABITS).map(([name, habit]) => [name, habit.weight]));
const WITHOUT_MCP = { ...WEIGHTS, mcp_tool: 0 };
const EDITS = ['Edit', 'Write'];

/** A tool call that ran, or was refused. */
export interface Called {
	name: string;
	endMs: number;
	/** What its result adds to the context. */
	tokens: number;
}

/** One call asked for by `request`. Its decision may be written before the request itself: tools start while streaming. */
export function callTool(
	recorder: Recorder,
	context: Context,
	project: Project,
	request: RequestDraft,
	permissionMode: string,
	wanted?: string
): Called {
	const { chance, drafts } = recorder;
	const name = wanted ?? chance.weighted(project.mcp ? WEIGHTS : WITHOUT_MCP);
	const habit = HABITS[name]!;
	const id = toolUseId(chance);
	const refused = wanted === undefined && chance.happens(permissionMode === 'default' ? 0.035 : 0.008);
	const askedUser =
		permissionMode === 'default' && !['Read', 'Grep', 'Glob'].includes(name) && chance.happens(0.4);
	const decidedAtMs =
		request.atMs + (askedUser ? Math.round(chance.around(3500, 0.8)) : chance.integer(-25, 8));
	const source = refused ? 'user_reject' : askedUser ? 'user_temporary' : 'config';
	const parameters = parametersOf(recorder, project, name);
	const agent = context.agentId ? { agentId: context.agentId } : {};
	drafts.push(
		draft('tool_decision', decidedAtMs, request.promptId, {
			toolName: name,
			toolUseId: id,
			requestId: request.requestId,
			decision: refused ? 'reject' : 'accept',
			decisionSource: source,
			toolSource: name === 'mcp_tool' ? 'mcp' : 'builtin',
			permissionMode,
			...agent
		})
	);
	if (EDITS.includes(name)) {
		const decision = refused ? 'reject' : 'accept';
		recorder.meter.count('code_edit_tool.decision', decidedAtMs, 1, {
			decision,
			toolName: name,
			language: project.language
		});
	}
	if (refused) return { name, endMs: decidedAtMs, tokens: 60 };

	const success = !chance.happens(habit.failing);
	const durationMs = Math.max(1, Math.round(chance.around(habit.medianMs, 0.9)));
	const resultBytes = Math.round(chance.around(habit.resultBytes, 0.9));
	const endMs = Math.max(decidedAtMs, request.atMs) + durationMs;
	drafts.push(
		draft('tool_result', endMs, request.promptId, {
			toolName: name,
			toolUseId: id,
			requestId: request.requestId,
			success,
			durationMs,
			inputBytes: Math.round(chance.around(180, 0.8)),
			resultBytes: success ? resultBytes : null,
			errorType: success ? null : habit.errorType,
			error: success
				? null
				: name === 'Bash'
					? 'Shell command failed'
					: 'The file has changed since it was read',
			parameters,
			decisionSource: source,
			decisionType: 'accept',
			mcpServerScope: name === 'mcp_tool' ? 'project' : null,
			...agent
		})
	);
	if (success && EDITS.includes(name)) countLines(recorder, context, name, endMs);
	return { name, endMs, tokens: Math.round((success ? resultBytes : 200) / 3.6) };
}

/** `git commit` and now and then a pull request, through Bash; returns when it was done. */
export function commitWork(
	recorder: Recorder,
	request: RequestDraft,
	branch: string,
	permissionMode: string
): number {
	const { chance, drafts, meter } = recorder;
	const pullRequest = branch !== 'main' && chance.happens(0.22);
	let atMs = request.atMs;
	for (const command of pullRequest ? ['git commit', 'gh pr create'] : ['git commit']) {
		const id = toolUseId(chance);
		const durationMs = Math.round(chance.around(command === 'git commit' ? 240 : 2100, 0.5));
		drafts.push(
			draft('tool_decision', atMs + 2, request.promptId, {
				toolName: 'Bash',
				toolUseId: id,
				requestId: request.requestId,
				decision: 'accept',
				decisionSource: 'config',
				permissionMode
			})
		);
		atMs += durationMs;
		drafts.push(
			draft('tool_result', atMs, request.promptId, {
				toolName: 'Bash',
				toolUseId: id,
				requestId: request.requestId,
				success: true,
				durationMs,
				inputBytes: 120,
				resultBytes: 240,
				parameters: JSON.stringify({ bash_command: command.split(' ')[0], full_command: command }),
				decisionSource: 'config',
				decisionType: 'accept',
				commit: command === 'git commit' ? chance.text('0123456789abcdef', 40) : null,
				facts: { headBranch: branch }
			})
		);
		meter.count(command === 'git commit' ? 'commit.count' : 'pull_request.count', atMs, 1, {});
	}
	return atMs;
}

function countLines(recorder: Recorder, context: Context, name: string, atMs: number): void {
	const { chance, meter } = recorder;
	const added = Math.round(chance.around(name === 'Write' ? 60 : 9, 0.9));
	const removed = name === 'Write' ? 0 : Math.round(chance.around(5, 0.9));
	meter.count('lines_of_code.count', atMs, added, { type: 'added', model: context.model });
	meter.count('lines_of_code.count', atMs, removed, { type: 'removed', model: context.model });
}

function parametersOf(recorder: Recorder, project: Project, name: string): string | null {
	const { chance } = recorder;
	if (name === 'mcp_tool') return JSON.stringify({ mcp_server_name: project.mcp, mcp_tool_name: 'query' });
	if (name !== 'Bash') return null;
	const command = chance.pick(COMMANDS);
	return JSON.stringify({ bash_command: command.split(' ')[0], full_command: command });
}
