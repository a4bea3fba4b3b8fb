// Ways to be told other than by notification: what page and relay say to each other about them.
import type { LastResult, PushStep } from './push.ts';

export const CHANNEL_KINDS = ['webhook', 'slack', 'discord', 'ntfy'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** As the relay tells of it: never its whole address nor its secret. */
export interface Channel {
	id: string;
	kind: ChannelKind;
	name: string;
	/** Scheme, host and port of the address. */
	origin: string;
	/** Whether there is a secret: it signs a webhook, or opens an ntfy topic. */
	secret: boolean;
	/** Projects of the dearest sessions are sent too. */
	names: boolean;
	/** Nothing is sent. */
	paused: boolean;
	createdAtMs: number;
	/** What became of the newest message; `null`: none was sent yet. */
	lastResult: LastResult | null;
}

/** Answer of `GET /api/channels`. */
export interface Channels {
	channels: Channel[];
}

/** What a person writes; where a channel is changed, what is absent stays as it is. */
export interface ChannelDraft {
	kind: ChannelKind;
	name: string;
	url: string;
	/** '' for none. */
	secret: string;
	names: boolean;
	paused: boolean;
	/** IANA zone its times are written in, and the BCP 47 tag of its words. */
	zone: string;
	language: string;
}

/** Answer of `POST /api/channels/:id/test`. */
export interface ChannelTest {
	steps: PushStep[];
}

const MAX_NAME = 100;
const MAX_URL = 2048;
const MAX_SECRET = 512;

/** The fields that are there, each checked; unknown ones are dropped. */
export function parseChannelDraft(value: unknown): Partial<ChannelDraft> | { rejected: string } {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) {
		return { rejected: 'A channel is an object.' };
	}
	const given = value as Partial<Record<keyof ChannelDraft, unknown>>;
	const draft: Partial<ChannelDraft> = {};
	if (given.kind !== undefined) {
		const kind = CHANNEL_KINDS.find((one) => one === given.kind);
		if (kind === undefined) return { rejected: 'That kind of channel is not known.' };
		draft.kind = kind;
	}
	for (const [field, most] of [
		['name', MAX_NAME],
		['url', MAX_URL],
		['secret', MAX_SECRET],
		['zone', 64],
		['language', 35]
	] as const) {
		const text = given[field];
		if (text === undefined) continue;
		if (typeof text !== 'string' || text.length > most) {
			return { rejected: `A channel's "${field}" is a text of at most ${most} characters.` };
		}
		draft[field] = text.trim();
	}
	// It goes into a header, or is the key of a signature.
	if (draft.secret !== undefined && !/^[\x21-\x7e]*$/.test(draft.secret)) {
		return { rejected: 'A secret has visible ASCII characters without spaces.' };
	}
	for (const field of ['names', 'paused'] as const) {
		const flag = given[field];
		if (flag === undefined) continue;
		if (typeof flag !== 'boolean') return { rejected: `"${field}" is true or false.` };
		draft[field] = flag;
	}
	return draft;
}
