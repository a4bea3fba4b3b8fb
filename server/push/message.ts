// One encrypted message (RFC 8291) with the relay's signature (RFC 8292), ready to be posted.
import { createHash } from 'node:crypto';
import webPush from 'web-push';
import type { PushPayload } from '#lib/domain/push.ts';
import type { Subscription } from './devices.ts';
import type { Urgency } from './outbox.ts';
import type { PushRequest } from './transport.ts';
import type { VapidKeys } from './vapid.ts';

export interface MessageOptions {
	keys: VapidKeys;
	/** Whom a push service may write to: `mailto:` or `https:`. */
	contact: string;
	/** How long the push service keeps it for a device that is away, s. */
	ttlS: number;
	urgency: Urgency;
}

/** Throws where the subscription's keys cannot be used. */
export function encryptMessage(
	subscription: Subscription,
	payload: PushPayload,
	{ keys, contact, ttlS, urgency }: MessageOptions
): PushRequest {
	const details = webPush.generateRequestDetails(subscription, JSON.stringify(payload), {
		vapidDetails: { subject: contact, ...keys },
		TTL: ttlS,
		urgency,
		topic: topicOf(payload.tag),
		contentEncoding: 'aes128gcm'
	});
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(details.headers)) headers[name.toLowerCase()] = String(value);
	return { endpoint: subscription.endpoint, headers, body: details.body };
}

/** A message sent again takes the place of the one still waiting. https://www.rfc-editor.org/rfc/rfc8030#section-5.4 */
export function topicOf(tag: string): string {
	return createHash('sha256').update(tag).digest('base64url').slice(0, 32);
}
