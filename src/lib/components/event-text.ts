// An event in a person's words: what it is, what it is about, what it cost. One table for Live and the session page.
import { costOf } from '#lib/domain/cost.ts';
import type { DomainEvent, EventName } from '#lib/domain/event.ts';
import { NANO_PER_USD } from '#lib/domain/money.ts';
import type { Prices } from '#lib/domain/price.ts';
import type { Format } from '#lib/format.ts';
import type { Dictionary } from '#lib/i18n/en.ts';
import { modelText } from './model-text.ts';

export const KINDS = ['prompt', 'request', 'tool', 'error', 'session', 'metric'] as const;

export type Kind = (typeof KINDS)[number];

const KIND_OF: Partial<Record<EventName, Kind>> = {
	user_prompt: 'prompt',
	assistant_response: 'prompt',
	api_request: 'request',
	api_error: 'error',
	api_retries_exhausted: 'error',
	api_refusal: 'error',
	internal_error: 'error',
	tool_decision: 'tool',
	tool_result: 'tool',
	subagent_completed: 'tool',
	metric: 'metric'
};

export function kindOf(event: DomainEvent): Kind {
	if (event.name === 'tool_result' && event.success === false) return 'error';
	return KIND_OF[event.name] ?? 'session';
}

export interface EventText {
	title: string;
	/** What it is about: a model, a tool, the prompt's text. */
	subject: string;
	/** Short facts, in order of weight. */
	notes: string[];
	/** Nano-USD; `null` when it has a cost that is unknown; `undefined` when it has none. */
	costNano: number | null | undefined;
	durationMs: number | null;
	failed: boolean;
}

export function describeEvent(event: DomainEvent, t: Dictionary, format: Format, prices: Prices): EventText {
	const words = t.event;
	const text: EventText = {
		title: words.titles[event.name],
		subject: '',
		notes: [],
		costNano: undefined,
		durationMs: 'durationMs' in event ? event.durationMs : null,
		failed: kindOf(event) === 'error'
	};
	const note = (value: string | null | undefined) => {
		if (value) text.notes.push(value);
	};
	const amount = (value: number | null, say: (text: string) => string) => {
		if (value) text.notes.push(say(format.compact(value)));
	};
	switch (event.name) {
		case 'user_prompt':
			text.subject =
				event.text ??
				(event.commandName ? `/${event.commandName}` : hiddenPrompt(event.promptLength, t, format));
			break;
		case 'assistant_response':
			text.subject = event.text ?? (event.model ? modelText(event.model) : '');
			if (event.responseLength !== null)
				note(words.characters(event.responseLength, format.count(event.responseLength)));
			break;
		case 'api_request':
			text.subject = event.model ? modelText(event.model) : t.app.unknown;
			text.costNano = costOf(event, prices).nano;
			note(event.agentName);
			amount(event.inputTokens, words.tokensIn);
			amount(event.outputTokens, words.tokensOut);
			amount(event.cacheReadTokens, words.cached);
			amount(event.cacheCreationTokens, words.written);
			break;
		case 'api_error':
			text.subject = event.error ?? (event.model ? modelText(event.model) : '');
			if (event.statusCode !== null) note(words.status(String(event.statusCode)));
			if (event.attempt !== null) note(words.attempt(format.count(event.attempt)));
			if (event.retried) note(words.retried);
			break;
		case 'api_retries_exhausted':
			text.subject = event.error ?? '';
			if (event.totalAttempts !== null)
				note(words.attempts(event.totalAttempts, format.count(event.totalAttempts)));
			text.durationMs = event.totalRetryDurationMs;
			break;
		case 'api_refusal':
			text.subject = event.model ? modelText(event.model) : '';
			note(event.category);
			break;
		case 'tool_decision':
			text.subject = event.toolName ?? t.app.unknown;
			note(event.decision);
			note(event.decisionSource);
			break;
		case 'tool_result':
			text.subject = event.toolName ?? t.app.unknown;
			if (event.success === false) note(words.failed);
			note(event.error ?? event.errorType);
			if (event.resultBytes) note(format.bytes(event.resultBytes));
			break;
		case 'subagent_completed':
			text.subject = event.agentType ?? t.app.unknown;
			if (event.totalToolUses !== null)
				note(words.tools(event.totalToolUses, format.count(event.totalToolUses)));
			break;
		case 'compaction':
			text.subject = event.trigger ?? '';
			if (event.preTokens !== null && event.postTokens !== null)
				note(words.change(format.compact(event.preTokens), format.compact(event.postTokens)));
			note(event.error);
			text.failed = event.success === false;
			break;
		case 'permission_mode_changed':
			text.subject = words.change(event.fromMode ?? t.app.unknown, event.toMode ?? t.app.unknown);
			note(event.trigger);
			break;
		case 'mcp_server_connection':
			text.subject = event.serverName ?? event.transport ?? '';
			note(event.status);
			note(event.error);
			text.failed = event.status === 'failed';
			break;
		case 'skill_activated':
			text.subject = event.skillName ?? '';
			note(event.trigger);
			break;
		case 'at_mention':
			text.subject = event.mentionType ?? '';
			if (event.success === false) note(words.failed);
			break;
		case 'hook_registered':
			text.subject = event.hookEvent ?? '';
			note(event.hookSource);
			break;
		case 'hook_execution_start':
		case 'hook_execution_complete':
			text.subject = event.hookName ?? event.hookEvent ?? '';
			if (event.hooks !== null) note(words.hooks(event.hooks, format.count(event.hooks)));
			break;
		case 'plugin_installed':
		case 'plugin_loaded':
			text.subject = event.pluginName ?? '';
			note(event.marketplace);
			break;
		case 'auth':
			text.subject = event.action ?? '';
			note(event.method);
			if (event.success === false) note(words.failed);
			break;
		case 'internal_error':
			text.subject = event.errorName ?? '';
			note(event.errorCode);
			break;
		case 'metric':
			text.subject = event.metric;
			note(
				event.metric === 'cost.usage' ? format.money(event.value * NANO_PER_USD) : format.compact(event.value)
			);
			note(event.type);
			note(event.model && modelText(event.model));
			break;
		case 'session_info':
			text.subject = event.title ?? '';
			note(event.version);
			break;
		case 'other':
			text.title = spoken(event.otherName);
			break;
	}
	if (event.agentId && event.name !== 'subagent_completed' && event.name !== 'api_request')
		note(words.subagent);
	return text;
}

/** `managed_settings_resolved` → `Managed settings resolved`. */
function spoken(name: string): string {
	const words = name.replace(/[._]+/g, ' ').trim();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What stands for a prompt whose text was not sent. */
export function hiddenPrompt(length: number | null, t: Dictionary, format: Format): string {
	return length === null ? t.session.promptUnknown : t.session.promptHidden(length, format.count(length));
}
