import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { buildTree } from '#lib/domain/tree.ts';
import type { TreeNode } from '#lib/domain/tree-node.ts';
import { readCaptures } from '../support/captures.ts';
import { makeEvent, START_MS } from '../support/make-event.ts';
import { expectedTotals } from '../support/oracle.ts';
import { logLines } from '../support/oracle-records.ts';
import { createRandom } from '../support/random.ts';
import {
	capturesOf,
	decodeCapture,
	NOW_MS,
	outline,
	rowsIn,
	sessionEvents
} from '../support/session-captures.ts';

const treeOf = (events: DomainEvent[]) => buildTree(events, NOW_MS);
const outlineOf = (scenarios: string | string[]) => outline(treeOf(sessionEvents(scenarios)).roots);

/** Scenario → its rows, read off TELEMETRY's account of what happened in it. */
const CAPTURED: Record<string, string[]> = {
	subagent: [
		'outside []',
		'prompt [user_prompt]',
		'  request [request assistant_response] 58000000',
		'    tool Agent [decision result]',
		'  subagent general-purpose [subagent_completed]',
		'    request general-purpose [request] 33973000',
		'      tool Bash [decision result]',
		'    request general-purpose [request assistant_response] 4255400',
		'  request [request assistant_response] 5532100'
	],
	'tools2-details': [
		'outside []',
		'prompt [user_prompt]',
		'  request [request assistant_response] 68171000',
		'    tool Bash [decision result]',
		'    tool Read [decision result]',
		'  request [request] 4978600',
		'    tool Write [decision result]',
		'  request [request] 4020400',
		'    tool Read [decision result]',
		'  request [request] 4544800',
		'    tool Edit [decision result]',
		'  request [request] 4271800',
		'    tool Bash !failed [decision result]',
		'  request [request] 4086800',
		'    tool Bash !rejected [decision]',
		'  request [request] 4222600',
		'    tool Read !failed [decision result]',
		'  request [request] 4476600',
		'    tool Grep [decision result]',
		'    tool Glob [decision result]',
		'  request [request assistant_response] 4479600'
	],
	'errors-500': [
		'outside []',
		'prompt [user_prompt]',
		'  error Internal server error !failed [error]',
		'  retries Internal server error !failed [retries_exhausted]'
	],
	'errors-429': [
		'outside []',
		'prompt [user_prompt]',
		'  error Mock rate limit: number of requests exceeded !failed [error]',
		'  retries Mock rate limit: number of requests exceeded !failed [retries_exhausted]'
	],
	refusal: [
		'outside []',
		'prompt [user_prompt]',
		'  request !refused [refusal request assistant_response] 57420000',
		'  request !refused [refusal request assistant_response] 4898600'
	],
	compact: [
		'outside []',
		'prompt compact [user_prompt]',
		'  compaction manual [compaction]',
		'  request [request assistant_response] 10036000',
		'  request [request assistant_response] 5563900'
	],
	hooks: [
		'outside []',
		'prompt [user_prompt]',
		'  request [request assistant_response] 58058000',
		'    tool Bash [decision result]',
		'    tool Read [decision result]',
		'  hook PreToolUse:Bash [hook_execution_start hook_execution_complete]',
		'  request [request] 5842600',
		'    tool Write [decision result]',
		'  hook PostToolUse:Write !failed [hook_execution_start hook_execution_complete]',
		'  request [request] 5380100',
		'    tool Read [decision result]',
		'  request [request] 5644700',
		'    tool Edit [decision result]',
		'  hook PostToolUse:Edit !failed [hook_execution_start hook_execution_complete]',
		'  request [request] 5533100',
		'    tool Bash !rejected [decision]',
		'  hook PreToolUse:Bash [hook_execution_start hook_execution_complete]',
		'  request [request] 5424800',
		'    tool Read !failed [decision result]',
		'  request [request] 5676000',
		'    tool Grep [decision result]',
		'    tool Glob [decision result]',
		'  request [request assistant_response] 5631200',
		'  hook Stop [hook_execution_start hook_execution_complete]'
	],
	mcp: [
		'outside []',
		'  mcp !failed [mcp_server_connection]',
		'  mcp [mcp_server_connection]',
		'prompt [user_prompt]',
		'  request [request] 58019000',
		'    tool mcp_tool [decision result]',
		'  request [request] 5134000',
		'    tool mcp_tool !failed [decision result]',
		'  request [request assistant_response] 5212600',
		'  mcp [mcp_server_connection]'
	],
	skill: [
		'outside []',
		'prompt [user_prompt]',
		'  request [request] 57648000',
		'    tool Skill [decision result]',
		'  skill custom_skill [skill_activated]',
		'  request [request assistant_response] 4993600'
	],
	'denied-all': [
		'outside []',
		'prompt [user_prompt]',
		'  request [request] 54921000',
		'    tool Bash !rejected [decision]',
		'  request [request] 5057300',
		'    tool Write !rejected [decision]',
		'  request [request assistant_response] 4853700'
	],
	resume: [
		'outside []',
		'prompt [user_prompt]',
		'  request [request] 58471500',
		'    tool Bash !rejected [decision]',
		'  request [request] 5509400',
		'    tool Bash !failed [decision result]',
		'  request [request] 5674900',
		'    tool Bash [decision result]',
		'  request [request assistant_response] 5151800'
	],
	multiturn2: [
		'outside []',
		'prompt [user_prompt]',
		'  request [request assistant_response] 57513000',
		'  mode acceptEdits [permission_mode_changed]',
		'prompt [user_prompt]',
		'  request [request assistant_response] 5488700',
		'    tool Bash [decision result]',
		'    tool Read [decision result]',
		'  request [request] 5893800',
		'    tool Write [decision result]',
		'  request [request] 5391900',
		'    tool Read [decision result]',
		'  request [request] 5650000',
		'    tool Edit [decision result]',
		'  request [request] 5559100',
		'    tool Bash !failed [decision result]',
		'  request [request] 5470800',
		'    tool Bash !rejected [decision]',
		'  request [request] 5439500',
		'    tool Read !failed [decision result]',
		'  request [request] 6003900',
		'    tool Grep [decision result]',
		'    tool Glob [decision result]',
		'  request [request assistant_response] 5437500',
		'prompt [user_prompt]',
		'  request [request] 123652000',
		'    tool Bash [decision result]',
		'unlogged !unlogged [] 8976800'
	]
};

/** Row → the row above it. */
function parentsIn(roots: readonly TreeNode[]): Map<TreeNode, TreeNode> {
	return new Map(rowsIn(roots).flatMap((node) => node.children.map((child) => [child, node] as const)));
}

describe('the tree of a captured session', () => {
	test.each(Object.keys(CAPTURED))('%s has the rows of what happened', (scenario) => {
		expect(outlineOf(scenario)).toEqual(CAPTURED[scenario]);
	});

	test('two subagents at once are two rows beside each other, each with its own requests and tools', () => {
		const { roots } = treeOf(sessionEvents('subagent-explore'));
		expect(outline(roots)).toEqual([
			'outside []',
			'prompt [user_prompt]',
			'  request [request assistant_response] 69018000',
			'    tool Agent [decision result]',
			'    tool Agent [decision result]',
			'  subagent Explore [subagent_completed]',
			'    request Explore [request] 38422000',
			'      tool Bash [decision result]',
			'    request Explore [request assistant_response] 2003600',
			'  subagent custom [subagent_completed]',
			'    request custom [request] 13488000',
			'      tool Bash [decision result]',
			'    request custom [request assistant_response] 989400',
			'  request [request assistant_response] 5436800'
		]);
		const [explore, custom] = rowsIn(roots).filter(({ kind }) => kind === 'subagent');
		expect(explore!.endMs).toBeGreaterThan(custom!.atMs);
		expect([explore!.subtreeNano, custom!.subtreeNano]).toEqual([40425600, 14477400]);
		expect([explore!.durationMs, custom!.durationMs]).toEqual([486, 471]);
	});

	test('a background prompt nobody typed is a prompt of its own, and the agent stays under the one that started it', () => {
		expect(outlineOf('subagent-bg')).toEqual([
			'outside []',
			'prompt [user_prompt]',
			'  request [request] 67747000',
			'    tool Agent [decision result]',
			'  subagent general-purpose [subagent_completed]',
			'    request general-purpose [request] 41494000',
			'      tool Bash [decision result]',
			'    request general-purpose [request assistant_response] 4261000',
			'  request [request assistant_response] 4697400',
			'prompt [user_prompt]',
			'  request [request assistant_response] 4867400'
		]);
	});

	test('a resumed session whose sequence restarts keeps the order of its processes', () => {
		expect(outlineOf(['fresh-sid', 'resume', 'compact'])).toEqual([
			'outside []',
			'prompt [user_prompt]',
			'  request [request assistant_response] 28775750',
			...CAPTURED.resume!,
			...CAPTURED.compact!
		]);
	});

	test('a request interrupted is a row of its cost, with no request to blame', () => {
		expect(outlineOf('interrupted')).toEqual([
			'outside []',
			'prompt [user_prompt]',
			'  request [request] 67296000',
			'    tool Bash [decision result]',
			'unlogged !unlogged [] 5578200'
		]);
	});

	test('a subagent that failed before its first answer holds its error', () => {
		expect(outlineOf('subagent-fail').slice(3, 6)).toEqual([
			'    tool Agent !failed [decision result]',
			'  subagent general-purpose []',
			'    error messages.0: mock invalid request !failed [error]'
		]);
	});
});

describe('every captured session', () => {
	const captures = readCaptures().filter(({ signal }) => signal !== 'traces');
	const bySession = Map.groupBy(captures.flatMap(decodeCapture), (event) => event.sessionId);
	const sessions = [...bySession].flatMap(([id, events]) =>
		id === null ? [] : [{ id, events: [...new Map(events.map((event) => [event.id, event])).values()] }]
	);
	const trees = new Map(sessions.map(({ id, events }) => [id, treeOf(events)]));
	const rows = new Map([...trees].map(([id, tree]) => [id, parentsIn(tree.roots)]));
	/** Raw records, read without the decoder. */
	const records = captures
		.flatMap(logLines)
		.map(({ name, attributes }) => ({
			name,
			session: attributes['session.id'] as string | undefined,
			prompt: attributes['prompt.id'] as string | undefined,
			request: attributes.request_id as string | undefined,
			tool: attributes.tool_use_id as string | undefined,
			agent: attributes.agent_id as string | undefined
		}))
		.filter(({ session }) => session !== undefined);

	function above(session: string, node: TreeNode): TreeNode[] {
		const parent = rows.get(session)!.get(node);
		return parent === undefined ? [] : [parent, ...above(session, parent)];
	}

	test('costs what the oracle says, on its last row', () => {
		const expected = expectedTotals(captures);
		expect(sessions.length).toBeGreaterThan(60);
		for (const { id } of sessions) {
			const { roots, totalNano } = trees.get(id)!;
			expect([id, totalNano]).toEqual([id, expected.bySession[id] ?? 0]);
			expect(rowsIn(roots).at(-1)?.runningNano ?? 0).toBe(totalNano);
			expect(roots.reduce((sum, { subtreeNano }) => sum + subtreeNano, 0)).toBe(totalNano);
		}
	});

	test('has each record on exactly one row', () => {
		for (const { id, events } of sessions) {
			const logged = events.filter(({ name }) => name !== 'metric').map((event) => event.id);
			const shown = rowsIn(trees.get(id)!.roots).flatMap(({ eventIds }) => eventIds);
			expect(shown.toSorted()).toEqual(logged.toSorted());
			expect([...trees.get(id)!.byEvent.keys()].toSorted()).toEqual(logged.toSorted());
		}
	});

	test('has each tool call under the request that named it', () => {
		const calls = records.filter(({ tool }) => tool !== undefined);
		expect(calls.length).toBeGreaterThan(400);
		for (const { name, session, tool, request } of calls) {
			const node = trees.get(session!)!.byEvent.get(`${name}:${tool}`)!;
			expect([node.kind, node.toolUseId]).toEqual(['tool', tool]);
			expect(above(session!, node)[0]!.requestId).toBe(request);
		}
	});

	test('has each request under its agent and its prompt', () => {
		const requests = records.filter(({ name }) => name === 'api_request');
		expect(requests.length).toBeGreaterThan(240);
		for (const { session, request, prompt, agent } of requests) {
			const node = trees.get(session!)!.byEvent.get(`api_request:${request}`)!;
			const path = above(session!, node);
			expect(path.at(-1)!.promptId).toBe(prompt);
			expect(path.filter(({ kind }) => kind === 'subagent').map(({ agentId }) => agentId)).toEqual(
				agent === undefined ? [] : [agent]
			);
		}
	});

	test('has the same tree whatever order its events came in', () => {
		const random = createRandom(7);
		for (const { events, id } of sessions)
			expect(treeOf(random.shuffle(events)).roots).toEqual(trees.get(id)!.roots);
	});
});

const common = { sessionId: 's', promptId: 'p' };

describe('a tree', () => {
	test('puts a tool decision that arrives before its request under that request', () => {
		const decision = makeEvent({
			...common,
			name: 'tool_decision',
			id: 'tool_decision:t',
			toolUseId: 't',
			toolName: 'Bash',
			requestId: 'r',
			decision: 'accept',
			atMs: START_MS
		});
		const before = treeOf([decision]);
		expect(outline(before.roots)).toEqual([
			'prompt !unlogged []',
			'  request !unlogged [] ?',
			'    tool Bash !no-result [decision]'
		]);
		const request = makeEvent({
			...common,
			id: 'api_request:r',
			requestId: 'r',
			costNanoUsd: 5,
			atMs: START_MS + 30,
			durationMs: 100
		});
		expect(outline(treeOf([decision, request]).roots)).toEqual([
			'prompt !unlogged []',
			'  request [request] 5',
			'    tool Bash !no-result [decision]'
		]);
		expect(before.byEvent.get('tool_decision:t')!.label).toBe('Bash');
	});

	test('marks a refused tool without result as rejected, and one without an answer as open', () => {
		const call = (id: string, decision: string) =>
			makeEvent({ ...common, name: 'tool_decision', id: `tool_decision:${id}`, toolUseId: id, decision });
		const { byEvent } = treeOf([call('a', 'reject'), call('b', 'accept')]);
		expect(byEvent.get('tool_decision:a')!.flags).toEqual(['rejected']);
		expect(byEvent.get('tool_decision:b')!.flags).toEqual(['no-result']);
	});

	test('nests an agent under the agent that is named as its parent', () => {
		const events = [
			makeEvent({ ...common, id: 'api_request:1', agentId: 'a', agentName: 'outer', atMs: START_MS }),
			makeEvent({
				...common,
				id: 'api_request:2',
				agentId: 'b',
				agentName: 'inner',
				more: { parent_agent_id: 'a' },
				atMs: START_MS + 1
			})
		];
		expect(outline(treeOf(events).roots)).toEqual([
			'prompt !unlogged []',
			'  subagent outer []',
			'    request outer !unpriced [request] ?',
			'    subagent inner []',
			'      request inner !unpriced [request] ?'
		]);
	});

	test('of agents that name each other as parents still shows every request', () => {
		const events = [
			makeEvent({ ...common, id: 'api_request:1', agentId: 'a', more: { parent_agent_id: 'b' } }),
			makeEvent({ ...common, id: 'api_request:2', agentId: 'b', more: { parent_agent_id: 'a' } })
		];
		expect(treeOf(events).byEvent.size).toBe(2);
		expect(rowsIn(treeOf(events).roots).filter(({ kind }) => kind === 'request')).toHaveLength(2);
	});

	test('shows two runs of a hook at once as rows of their own, since nothing tells which ended', () => {
		const hook = (name: 'hook_execution_start' | 'hook_execution_complete', sequence: number) =>
			makeEvent({ ...common, name, sequence, id: `${name}:${sequence}`, hookName: 'PreToolUse:Bash' });
		const events = [
			hook('hook_execution_start', 1),
			hook('hook_execution_start', 2),
			hook('hook_execution_complete', 3)
		];
		expect(outline(treeOf(events).roots).slice(1)).toEqual([
			'  hook PreToolUse:Bash [hook_execution_start]',
			'  hook PreToolUse:Bash [hook_execution_start]',
			'  hook PreToolUse:Bash [hook_execution_complete]'
		]);
	});

	test('tells an error that ended a request from an attempt that was made good', () => {
		const failed = { ...common, name: 'api_error' as const, error: 'Overloaded' };
		const events = [
			makeEvent({ ...failed, id: 'api_error:r#1', retried: true }),
			makeEvent({ ...failed, id: 'api_error:r#2', atMs: START_MS + 1 })
		];
		expect(outline(treeOf(events).roots).slice(1)).toEqual([
			'  retry Overloaded [error]',
			'  error Overloaded !failed [error]'
		]);
	});

	test('counts an unpriced request as unknown, not as 0', () => {
		const tree = treeOf([makeEvent({ ...common, id: 'api_request:1', model: 'claude-nova-9' })]);
		expect([tree.totalNano, tree.unpriced]).toEqual([0, 1]);
		expect(tree.byEvent.get('api_request:1')!.ownNano).toBeNull();
		expect(tree.roots[0]!.subtreeUnpriced).toBe(1);
	});

	test('of 10,000 events in any order has a row for each', () => {
		const events = Array.from({ length: 2500 }, (_, i) => {
			const at = { ...common, promptId: `p${i >> 5}`, atMs: START_MS + i * 100, sequence: i * 4 };
			const agentId = i % 7 === 0 ? `a${i >> 6}` : null;
			return [
				makeEvent({
					...at,
					name: 'tool_decision',
					id: `tool_decision:${i}`,
					toolUseId: `${i}`,
					requestId: `r${i}`,
					decision: 'accept',
					agentId
				}),
				makeEvent({
					...at,
					id: `api_request:r${i}`,
					requestId: `r${i}`,
					costNanoUsd: i,
					durationMs: 50,
					agentId
				}),
				makeEvent({
					...at,
					name: 'assistant_response',
					id: `assistant_response:${i}`,
					requestId: `r${i}`,
					agentId
				}),
				makeEvent({
					...at,
					name: 'tool_result',
					id: `tool_result:${i}`,
					toolUseId: `${i}`,
					requestId: `r${i}`,
					success: true,
					agentId
				})
			];
		}).flat();
		const shuffled = createRandom(3).shuffle<DomainEvent>(events);
		expect(treeOf(shuffled).byEvent.size).toBe(10_000);
	});

	test('reads no clock: what is not settled by the given time is not there yet', () => {
		const events = sessionEvents('interrupted');
		const lastMs = Math.max(
			...capturesOf('interrupted')
				.flatMap(decodeCapture)
				.map(({ atMs }) => atMs)
		);
		expect(buildTree(events, lastMs + 119_999).totalNano).toBe(67296000);
		expect(buildTree(events, lastMs + 120_000).totalNano).toBe(72874200);
	});
});
