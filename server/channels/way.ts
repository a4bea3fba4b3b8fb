// Channels as a way for messages, and their test step by step.
import type { PushPayload, PushStep } from '#lib/domain/push.ts';
import { createFormat } from '#lib/format.ts';
import { localeFor } from '#lib/i18n/locales.ts';
import { noticeOf } from '#lib/i18n/notice.ts';
import { NOTICE_WORDS } from '#lib/i18n/notice-words.ts';
import { type Result, resultOf, sentenceOf } from '../push/result.ts';
import type { PushTransport } from '../push/transport.ts';
import type { Outgoing, Way } from '../push/way.ts';
import { channelRequest, type NamedCost } from './body.ts';
import type { ChannelStore, StoredChannel } from './store.ts';

export interface ChannelWayOptions {
	channels: ChannelStore;
	transport: PushTransport;
	/** The projects behind an alert, the dearest first. */
	namedCosts(payload: PushPayload): NamedCost[];
	now(): number;
}

export interface ChannelWay extends Way {
	/** A test message, step by step. */
	test(id: string): Promise<PushStep[]>;
}

const SERVICE = 'service';

export function createChannelWay({ channels, transport, namedCosts, now }: ChannelWayOptions): ChannelWay {
	function post(channel: StoredChannel, { payload, urgency }: Omit<Outgoing, 'expiresMs'>) {
		const locale = localeFor(null, [channel.language]);
		const format = createFormat(locale, channel.zone);
		const named = channel.names ? namedCosts(payload) : [];
		const namedText = named
			.map(({ project, costNanoUsd }) => `${project}: ${format.money(costNanoUsd)}`)
			.join(', ');
		const notice = noticeOf(payload, NOTICE_WORDS[locale], format);
		const message = { payload, urgency, notice, named, nowMs: now() };
		return transport.post(channelRequest(channel, message, namedText));
	}

	return {
		ids: () =>
			channels
				.all()
				.filter(({ paused }) => !paused)
				.map(({ id }) => id),
		nameOf: (id) => channels.get(id)?.name,
		async attempt(id, message): Promise<Result> {
			try {
				return resultOf(await post(channels.get(id)!, message), now(), SERVICE);
			} catch (error) {
				return { kind: 'later', retryAfterMs: 0, detail: sentenceOf(error, SERVICE) };
			}
		},
		note: channels.note,
		// What a person set up is not taken away because the other side does not know it now.
		drop: () => undefined,
		async test(id) {
			const channel = channels.get(id);
			const steps: PushStep[] = [];
			const step = (name: PushStep['name'], ok: boolean, detail: string) => steps.push({ name, ok, detail });
			step('channel', channel !== undefined, channel ? 'The channel is kept.' : 'The channel is gone.');
			if (channel === undefined) return steps;
			const refused = transport.check(channel.url);
			step('address', refused === null, refused?.refused ?? 'The address is one that may be sent to.');
			if (refused !== null) return steps;
			let result: Result;
			try {
				const payload: PushPayload = { kind: 'test', name: channel.name, tag: `test.${id}.${now()}` };
				result = resultOf(await post(channel, { payload, urgency: 'high' }), now(), SERVICE);
			} catch (error) {
				const detail = sentenceOf(error, SERVICE);
				step('connect', false, detail);
				channels.note(id, { atMs: now(), ok: false, detail });
				return steps;
			}
			step('connect', true, 'The service answered.');
			step('accept', result.kind === 'taken', result.detail);
			channels.note(id, { atMs: now(), ok: result.kind === 'taken', detail: result.detail });
			return steps;
		}
	};
}
