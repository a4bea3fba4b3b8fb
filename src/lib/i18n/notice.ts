// A notification from what the relay pushed, or from an alert the page has heard of: the same text and the same tag, so
// that one crossing is seen once, whichever way it came. Pure.
import type { PushPayload } from '#lib/domain/push.ts';
import type { RuleSignal } from '#lib/domain/signal.ts';
import type { NoticeWords } from './notice-en.ts';

export interface Notice {
	title: string;
	body: string;
	/** A later notification with this tag takes the place of an earlier one. */
	tag: string;
	/** Where a click leads. */
	path: string;
}

export interface NoticeFormat {
	count(value: number): string;
	money(nano: number): string;
	percent(ratio: number): string;
	time(atMs: number): string;
}

const UNREADABLE_TAG = 'tidemark';

/** `payload` is what came, unchecked: what is no payload of ours still makes a notice, since a push must show one. */
export function noticeOf(payload: unknown, words: NoticeWords, format: NoticeFormat): Notice {
	const { kind, tag } = isObject(payload) ? (payload as Partial<PushPayload>) : {};
	if (typeof tag === 'string' && tag !== '') {
		if (kind === 'budget') return crossing(payload as BudgetPayload, words, format) ?? unreadable(words, tag);
		if (kind === 'blind') {
			const { sinceMs } = payload as Partial<Extract<PushPayload, { kind: 'blind' }>>;
			if (isAmount(sinceMs))
				return { title: words.blind, body: words.blindBody(format.time(sinceMs)), tag, path: '/settings' };
		}
		if (kind === 'signal') {
			return signalNotice(payload as SignalPayload, words, format) ?? unreadable(words, tag);
		}
		if (kind === 'test') {
			const { name } = payload as Partial<Extract<PushPayload, { kind: 'test' }>>;
			return { title: words.test, body: words.testBody(textOf(name)), tag, path: '/alerts' };
		}
		return unreadable(words, tag);
	}
	return unreadable(words, UNREADABLE_TAG);
}

type BudgetPayload = Partial<Extract<PushPayload, { kind: 'budget' }>> & { tag: string };

function crossing(payload: BudgetPayload, words: NoticeWords, format: NoticeFormat): Notice | null {
	const { budgetId, threshold, name, spendNanoUsd, amountNanoUsd, share, tag } = payload;
	if (typeof budgetId !== 'string') return null;
	if (!isAmount(threshold) || !isAmount(spendNanoUsd) || !isAmount(amountNanoUsd) || !isAmount(share))
		return null;
	return {
		title: words.crossed(textOf(name) || words.unnamed, format.percent(threshold / 100)),
		body: words.crossedBody(format.money(spendNanoUsd), format.money(amountNanoUsd), format.percent(share)),
		tag,
		path: `/budgets#${encodeURIComponent(budgetId)}`
	};
}

type SignalPayload = Partial<Extract<PushPayload, { kind: 'signal' }>> & { tag: string };

function signalNotice(payload: SignalPayload, words: NoticeWords, format: NoticeFormat): Notice | null {
	const { signal, subject, value, usual, sinceMs, tag } = payload;
	if (signal === undefined || !Object.hasOwn(words.signals, signal)) return null;
	if (typeof value !== 'number' || !isAmount(usual) || !isAmount(sinceMs)) return null;
	const [title, body] = signalText(
		{ kind: signal, subject: textOf(subject), value, usual, sinceMs },
		words,
		format
	);
	return { title, body, tag, path: '/alerts' };
}

/** What a signal says, and what to do about it. */
export function signalText(
	{
		kind,
		subject,
		value,
		usual,
		sinceMs
	}: Pick<RuleSignal, 'kind' | 'subject' | 'value' | 'usual' | 'sinceMs'>,
	words: NoticeWords,
	{ money, percent, count, time }: NoticeFormat
): [title: string, body: string] {
	const { signals } = words;
	const name = subject ?? '';
	switch (kind) {
		case 'spend-spike':
		case 'runaway':
			return signals[kind](money(value), money(usual));
		case 'api-errors':
			return signals[kind](count(value), count(usual));
		case 'cache-drop':
			return signals[kind](percent(value), percent(usual));
		case 'new-model':
		case 'unpriced-model':
			return signals[kind](name);
		case 'price-drift':
			return signals[kind](name, money(Math.abs(value)), money(usual));
		case 'data-stopped':
			return signals[kind](time(sinceMs));
		case 'source-failing':
			return signals[kind](name, time(sinceMs));
	}
}

function unreadable(words: NoticeWords, tag: string): Notice {
	return { title: words.unreadable, body: words.unreadableBody, tag, path: '/alerts' };
}

/** Names come from people: cut to what a notification shows, on one line. */
function textOf(name: unknown): string {
	return typeof name === 'string' ? name.replace(/\s+/g, ' ').trim().slice(0, 80) : '';
}

const isAmount = (value: unknown): value is number =>
	typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isObject = (value: unknown): value is Record<string, unknown> =>
	value !== null && typeof value === 'object';
