// A session's prompts with what each set off, from the session's events. Pure.
import { costOf } from './cost.ts';
import type { DomainEvent } from './event.ts';
import type { Prices } from './price.ts';
import type { PromptItem } from './views.ts';

/** In order of time. What belongs to no prompt (start-up, side requests) gathers under `promptId` null, where it is not nothing. */
export function promptsOf(events: readonly DomainEvent[], prices: Prices): PromptItem[] {
	const items = new Map<string | null, PromptItem>();
	const at = (event: DomainEvent): PromptItem => {
		let item = items.get(event.promptId);
		if (item === undefined) items.set(event.promptId, (item = emptyPrompt(event)));
		item.atMs = Math.min(item.atMs, event.atMs);
		return item;
	};
	for (const event of events) {
		switch (event.name) {
			case 'user_prompt': {
				const item = at(event);
				item.text = event.text;
				item.promptLength = event.promptLength;
				item.command = event.commandName;
				break;
			}
			case 'api_request': {
				const item = at(event);
				const { nano } = costOf(event, prices);
				item.requests++;
				if (nano === null) item.unpricedRequests++;
				else item.costNanoUsd += nano;
				item.inputTokens += event.inputTokens ?? 0;
				item.outputTokens += event.outputTokens ?? 0;
				item.cacheReadTokens += event.cacheReadTokens ?? 0;
				item.cacheCreationTokens +=
					event.cacheCreationTokens ??
					(event.cacheCreation5mTokens ?? 0) + (event.cacheCreation1hTokens ?? 0);
				break;
			}
			case 'api_error':
				at(event).apiErrors++;
				break;
			case 'tool_result': {
				const item = at(event);
				item.toolCalls++;
				if (event.success === false) item.toolFailures++;
				break;
			}
		}
	}
	return [...items.values()].sort((a, b) => a.atMs - b.atMs);
}

function emptyPrompt({ promptId, atMs }: DomainEvent): PromptItem {
	return {
		promptId,
		atMs,
		text: null,
		promptLength: null,
		command: null,
		costNanoUsd: 0,
		unpricedRequests: 0,
		requests: 0,
		toolCalls: 0,
		toolFailures: 0,
		apiErrors: 0,
		inputTokens: 0,
		outputTokens: 0,
		cacheReadTokens: 0,
		cacheCreationTokens: 0
	};
}
