// One alert as each kind of channel wants it. The words are the notification's own.
import { createHash, createHmac } from 'node:crypto';
import type { PushPayload } from '#lib/domain/push.ts';
import type { Notice } from '#lib/i18n/notice.ts';
import type { Urgency } from '../push/outbox.ts';
import type { PushRequest } from '../push/transport.ts';
import type { StoredChannel } from './store.ts';

/** What a project has cost in the sessions that drove an alert; sent only where the channel is allowed to. */
export interface NamedCost {
	project: string;
	costNanoUsd: number;
}

export interface ChannelMessage {
	payload: PushPayload;
	urgency: Urgency;
	notice: Notice;
	named: readonly NamedCost[];
	nowMs: number;
}

/** `namedText`: what `named` says as one line, '' where there is nothing to name. */
export function channelRequest(
	channel: StoredChannel,
	message: ChannelMessage,
	namedText: string
): PushRequest {
	switch (channel.kind) {
		case 'webhook':
			return webhook(channel, message);
		case 'slack':
			return json(channel.url, { text: slackText(message.notice, namedText) });
		case 'discord':
			// No one is to be mentioned by the name of a budget.
			return json(channel.url, {
				content: discordText(message.notice, namedText),
				allowed_mentions: { parse: [] }
			});
		case 'ntfy':
			return ntfy(channel, message, namedText);
	}
}

function json(endpoint: string, value: unknown, headers: Record<string, string> = {}): PushRequest {
	const body = Buffer.from(JSON.stringify(value));
	return {
		endpoint,
		headers: {
			'content-type': 'application/json',
			'content-length': String(body.length),
			'user-agent': 'tidemark',
			...headers
		},
		body
	};
}

const TYPES: Record<PushPayload['kind'], string> = {
	budget: 'budget.crossed',
	blind: 'spend.unknown',
	signal: 'signal.raised',
	test: 'test'
};

/** Signed as https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md says. */
function webhook(channel: StoredChannel, { payload, notice, named, nowMs }: ChannelMessage): PushRequest {
	const { kind, tag, ...data } = payload;
	const value = {
		type: TYPES[kind],
		timestamp: new Date(nowMs).toISOString(),
		data: { id: tag, title: notice.title, text: notice.body, ...data, ...(named.length > 0 ? { named } : {}) }
	};
	// The same for every attempt at one message: whoever receives it twice can tell.
	const id = `msg_${createHash('sha256').update(`${channel.id}\n${tag}`).digest('base64url').slice(0, 24)}`;
	const seconds = String(Math.floor(nowMs / 1000));
	const text = JSON.stringify(value);
	const signature = createHmac('sha256', signingKey(channel.secret))
		.update(`${id}.${seconds}.${text}`)
		.digest('base64');
	return json(channel.url, value, {
		'webhook-id': id,
		'webhook-timestamp': seconds,
		'webhook-signature': `v1,${signature}`
	});
}

/** Of `whsec_` and base64, as libraries for these webhooks write it. */
export function signingKey(secret: string): Buffer {
	return secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.alloc(0);
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping : three characters make links and mentions. */
function slackText({ title, body }: Notice, namedText: string): string {
	const plain = (text: string) =>
		text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	return [`*${plain(title)}*`, plain(body), plain(namedText)].filter((line) => line !== '').join('\n');
}

function discordText({ title, body }: Notice, namedText: string): string {
	const plain = (text: string) => text.replace(/[\\*_~`|>#[\]()]/g, '\\$&');
	return [`**${plain(title)}**`, plain(body), plain(namedText)].filter((line) => line !== '').join('\n');
}

/** As JSON to the server itself, since its headers hold no more than ASCII. https://docs.ntfy.sh/publish/#publish-as-json */
function ntfy(channel: StoredChannel, { notice, urgency }: ChannelMessage, namedText: string): PushRequest {
	const { server, topic } = ntfyTopic(channel.url)!;
	const message = [notice.body, namedText].filter((line) => line !== '').join('\n');
	return json(
		server,
		{ topic, title: notice.title, message, priority: urgency === 'high' ? 4 : 3 },
		channel.secret === '' ? {} : { authorization: `Bearer ${channel.secret}` }
	);
}

/** `https://ntfy.sh/topic` → server and topic; `null`: there is no topic in it. */
export function ntfyTopic(url: string): { server: string; topic: string } | null {
	const match = /^(https?:\/\/[^/]+\/(?:[^?#]*\/)?)([-_A-Za-z0-9]{1,64})$/.exec(url);
	return match === null ? null : { server: match[1]!, topic: match[2]! };
}
