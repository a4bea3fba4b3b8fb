// A seeded log with every kind of event the panels are about.
import type { DomainEvent } from '../../src/lib/domain/event.ts';
import { makeEvent, START_MS } from './make-event.ts';
import { createRandom } from './random.ts';

const pick = <T>(random: { integer(from: number, to: number): number }, list: readonly T[]): T =>
	list[random.integer(0, list.length - 1)]!;

export function panelEvents(seed: number, count: number, spanMs: number): DomainEvent[] {
	const random = createRandom(seed);
	const events: DomainEvent[] = [];
	for (let i = 0; i < count; i++) {
		const atMs = START_MS + Math.floor((i / count) * spanMs);
		const sessionId = `session-${random.integer(0, 30)}`;
		const index = Number(sessionId.slice(8));
		const common = {
			atMs,
			sessionId,
			sequence: i,
			facts: { email: 'dev@example.com', project: `project-${index % 3}`, host: `machine-${index % 2}` }
		};
		switch (random.integer(0, 11)) {
			case 0:
				events.push(
					makeEvent({
						...common,
						name: 'user_prompt',
						id: `user_prompt:${i}`,
						commandName: pick(random, [null, 'compact', 'review']),
						commandSource: 'builtin',
						text: `Please "${i}" look at pull\nrequest ${i % 7}`
					})
				);
				break;
			case 1:
				events.push(
					makeEvent({
						...common,
						name: 'api_error',
						id: `api_error:${i}`,
						statusCode: pick(random, [429, 500, 529, null]),
						error: 'Overloaded'
					})
				);
				break;
			case 2:
				events.push(makeEvent({ ...common, name: 'api_retries_exhausted', id: `retries:${i}` }));
				break;
			case 3:
				events.push(makeEvent({ ...common, name: 'api_refusal', id: `refusal:${i}` }));
				break;
			case 4:
				events.push(
					makeEvent({
						...common,
						name: 'skill_activated',
						id: `skill:${i}`,
						skillName: pick(random, ['pdf', 'review', 'constructor']),
						trigger: pick(random, ['claude-proactive', 'user-slash']),
						skillSource: pick(random, ['plugin', 'userSettings'])
					})
				);
				break;
			case 5:
				events.push(
					makeEvent({
						...common,
						name: 'plugin_installed',
						id: `plugin:${i}`,
						pluginName: pick(random, ['formatter', 'linter']),
						trigger: 'user'
					})
				);
				break;
			case 6:
				events.push(
					makeEvent({
						...common,
						name: 'subagent_completed',
						id: `subagent:${i}`,
						agentType: pick(random, ['Explore', 'general-purpose']),
						totalTokens: random.integer(1, 90_000)
					})
				);
				break;
			case 7:
				events.push(
					makeEvent({
						...common,
						name: 'metric',
						id: `metric:${i}`,
						metric: pick(random, ['code_edit_tool.decision', 'lines_of_code.count']),
						value: random.integer(1, 40),
						series: `${i}`,
						startMs: atMs - 1000,
						endMs: atMs,
						type: 'added',
						decision: pick(random, ['accept', 'reject']),
						language: pick(random, ['TypeScript', 'Python'])
					})
				);
				break;
			case 8:
				events.push(
					makeEvent({
						...common,
						name: 'tool_decision',
						id: `decision:${i}`,
						toolName: pick(random, ['Bash', 'Edit']),
						decision: pick(random, ['accept', 'accept', 'reject']),
						decisionSource: pick(random, ['config', 'user_temporary', null])
					})
				);
				break;
			case 9:
				events.push(
					makeEvent({
						...common,
						name: 'tool_result',
						id: `result:${i}`,
						toolName: pick(random, ['Bash', 'Edit', 'mcp__db__query']),
						success: random.integer(0, 9) > 0,
						durationMs: random.integer(1, 60_000),
						resultBytes: random.integer(0, 50_000),
						input: `{"file_path":"/src/${i % 11}.ts"}`
					})
				);
				break;
			default:
				events.push(
					makeEvent({
						...common,
						id: `request:${i}`,
						requestId: `req_${i}`,
						model: pick(random, ['claude-opus-4-6', 'claude-sonnet-4-6']),
						inputTokens: random.integer(1, 3000),
						outputTokens: random.integer(1, 3000),
						cacheReadTokens: random.integer(0, 90_000),
						cacheCreationTokens: random.integer(0, 9000),
						costNanoUsd: random.integer(1, 900_000_000),
						durationMs: random.integer(200, 90_000),
						ttftMs: random.integer(0, 1) === 1 ? random.integer(50, 3000) : null,
						agentName: pick(random, [null, null, 'Explore'])
					})
				);
		}
	}
	return events;
}
