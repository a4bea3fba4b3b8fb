// What is usual for a user, from sessions already attributed: what findings hold a session against.
import type { Attribution } from './attribution.ts';
import type { History } from './findings.ts';

/** One session in the figures its user's habit is made of. */
export interface Habit {
	costNano: number;
	/** Its largest context. */
	contextTokens: number;
	/** Its largest result of a tool; 0: none was measured. */
	resultBytes: number;
	/** The most subagents in one of its prompts. */
	subagents: number;
}

export function habitOf({ totalNano, steps }: Pick<Attribution, 'totalNano' | 'steps'>): Habit {
	const habit: Habit = { costNano: totalNano, contextTokens: 0, resultBytes: 0, subagents: 0 };
	const agents = new Map<string | null, Set<string>>();
	for (const { context, entered, lineage, request } of steps) {
		habit.contextTokens = Math.max(habit.contextTokens, context);
		for (const { kind, bytes } of entered)
			if (kind === 'tool') habit.resultBytes = Math.max(habit.resultBytes, bytes ?? 0);
		if (lineage.role !== 'subagent') continue;
		const started = agents.get(request.promptId) ?? new Set();
		agents.set(request.promptId, started.add(lineage.agentId!));
		habit.subagents = Math.max(habit.subagents, started.size);
	}
	return habit;
}

/** The habit over many sessions; a session that has none of a thing says nothing of its size. */
export function historyOf(habits: readonly Habit[]): History {
	return {
		sessions: habits.length,
		medianCostNano: quantile(
			habits.map(({ costNano }) => costNano),
			0.5
		),
		p90ContextTokens: quantile(positive(habits.map(({ contextTokens }) => contextTokens)), 0.9),
		p90ResultBytes: quantile(positive(habits.map(({ resultBytes }) => resultBytes)), 0.9),
		p90Subagents: quantile(positive(habits.map(({ subagents }) => subagents)), 0.9)
	};
}

function positive(values: number[]): number[] {
	return values.filter((value) => value > 0);
}

/** The smallest value that at least this share of the values does not exceed; 0 of none. */
function quantile(values: number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
