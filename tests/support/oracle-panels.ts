// What the pages on tools, performance, productivity and skills must say of a list of events, reckoned in the plainest
// way. Independent of the product: imports nothing from src or server.

/** An event as far as it matters here: every field optional but its name and time. */
export type PlainEvent = { name: string; atMs: number } & Record<string, unknown>;

export interface ExpectedPanels {
	tools: Record<string, { calls: number; failures: number; durations: number[]; resultBytes: number }>;
	/** Source → [accepted, rejected]. */
	decisions: Record<string, [number, number]>;
	/** Status → count. */
	errors: Record<string, number>;
	/** Model → durations of its requests, and times to the first token. */
	requests: Record<string, { count: number; durations: number[]; ttft: number[] }>;
	retriesExhausted: number;
	refusals: number;
	activations: Record<string, number>;
	triggers: Record<string, number>;
	commands: Record<string, number>;
	plugins: Record<string, number>;
	/** Type → [finished, tokens, requests, nano-USD]. */
	agents: Record<string, [number, number, number, number]>;
	/** Language → [accepted, rejected]. */
	languages: Record<string, [number, number]>;
	linesAdded: number;
	cacheRead: number;
	sent: number;
}

export function expectedPanels(events: readonly PlainEvent[], fromMs: number, toMs: number): ExpectedPanels {
	const expected: ExpectedPanels = {
		tools: {},
		decisions: {},
		errors: {},
		requests: {},
		retriesExhausted: 0,
		refusals: 0,
		activations: named(),
		triggers: named(),
		commands: {},
		plugins: {},
		agents: {},
		languages: {},
		linesAdded: 0,
		cacheRead: 0,
		sent: 0
	};
	const inRange = events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs);
	const of = (name: string) => inRange.filter((event) => event.name === name);
	const count = (into: Record<string, number>, key: unknown) => {
		into[String(key)] = (into[String(key)] ?? 0) + 1;
	};
	const num = (value: unknown) => (typeof value === 'number' ? value : 0);
	for (const event of of('tool_result')) {
		const tool = (expected.tools[String(event.toolName)] ??= {
			calls: 0,
			failures: 0,
			durations: [],
			resultBytes: 0
		});
		tool.calls++;
		if (event.success === false) tool.failures++;
		if (event.durationMs != null) tool.durations.push(num(event.durationMs));
		tool.resultBytes += num(event.resultBytes);
	}
	for (const event of of('tool_decision')) {
		const pair = (expected.decisions[String(event.decisionSource ?? '')] ??= [0, 0]);
		pair[event.decision === 'reject' ? 1 : 0]++;
	}
	for (const event of of('api_error')) count(expected.errors, event.statusCode ?? 'network');
	const agent = (name: unknown) => (expected.agents[String(name)] ??= [0, 0, 0, 0]);
	for (const event of of('api_request')) {
		const model = (expected.requests[String(event.model)] ??= { count: 0, durations: [], ttft: [] });
		model.count++;
		if (event.durationMs != null) model.durations.push(num(event.durationMs));
		if (event.ttftMs != null) model.ttft.push(num(event.ttftMs));
		expected.cacheRead += num(event.cacheReadTokens);
		expected.sent += num(event.inputTokens) + num(event.cacheReadTokens) + num(event.cacheCreationTokens);
		if (event.agentName != null) {
			agent(event.agentName)[2]++;
			agent(event.agentName)[3] += num(event.costNanoUsd);
		}
	}
	expected.retriesExhausted = of('api_retries_exhausted').length;
	expected.refusals = of('api_refusal').length;
	for (const event of of('skill_activated')) {
		count(expected.activations, event.skillName);
		count(expected.triggers, event.trigger ?? '');
	}
	for (const event of of('user_prompt'))
		if (event.commandName != null) count(expected.commands, event.commandName);
	for (const event of of('plugin_installed')) count(expected.plugins, event.pluginName);
	for (const event of of('subagent_completed')) {
		agent(event.agentType)[0]++;
		agent(event.agentType)[1] += num(event.totalTokens);
	}
	for (const event of of('metric')) {
		if (event.metric === 'code_edit_tool.decision') {
			const pair = (expected.languages[String(event.language)] ??= [0, 0]);
			pair[event.decision === 'reject' ? 1 : 0] += num(event.value);
		}
		if (event.metric === 'lines_of_code.count' && event.type === 'added')
			expected.linesAdded += num(event.value);
	}
	return expected;
}

/** A map in which `constructor` is a name like any other. */
function named(): Record<string, number> {
	return Object.create(null) as Record<string, number>;
}

/** The value at the share `q` of the sorted list: the one a percentile by rank names. */
export function percentile(values: readonly number[], q: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
}
