// The channels the relay keeps, as the page on alerts edits them. Nothing of them is stored here: addresses and secrets
// go to the relay and do not come back.
import type { Channel, ChannelDraft, Channels, ChannelTest } from '#lib/domain/channel.ts';
import type { PushStep } from '#lib/domain/push.ts';
import { ApiError, createApi } from '#lib/stream/api.ts';

export class ChannelList {
	#api = createApi({ baseUrl: location.origin });
	#current = $state.raw<Channel[] | null>(null);
	#foreign = $state.raw(false);
	#tests = $state.raw<ReadonlyMap<string, PushStep[] | 'running'>>(new Map());

	/** `null` until the relay has told. */
	get current(): Channel[] | null {
		return this.#current;
	}

	/** They are the owner's, and this device is not. */
	get foreign(): boolean {
		return this.#foreign;
	}

	/** Steps of the newest test of a channel. */
	test(id: string): PushStep[] | 'running' | undefined {
		return this.#tests.get(id);
	}

	/** Leaves the list as it is when the relay is away. */
	async refresh(): Promise<void> {
		try {
			this.#current = (await this.#api.json<Channels>('/api/channels')).channels;
			this.#foreign = false;
		} catch (error) {
			this.#foreign = error instanceof ApiError && error.status === 403;
			console.debug('channels are not known now', error);
		}
	}

	/** `id` null makes one. Rejects with `ApiError`. */
	async save(id: string | null, draft: Partial<ChannelDraft>): Promise<void> {
		if (id === null) await this.#api.send('POST', '/api/channels', draft);
		else await this.#api.send('PATCH', `/api/channels/${encodeURIComponent(id)}`, draft);
		await this.refresh();
	}

	/** Rejects with `ApiError`. */
	async remove(id: string): Promise<void> {
		await this.#api.send('DELETE', `/api/channels/${encodeURIComponent(id)}`);
		await this.refresh();
	}

	/** Rejects with `ApiError`. */
	async runTest(id: string): Promise<void> {
		this.#note(id, 'running');
		try {
			const path = `/api/channels/${encodeURIComponent(id)}/test`;
			this.#note(id, (await this.#api.send<ChannelTest>('POST', path)).steps);
		} catch (error) {
			this.#note(id, []);
			throw error;
		}
		await this.refresh();
	}

	#note(id: string, steps: PushStep[] | 'running'): void {
		this.#tests = new Map(this.#tests).set(id, steps);
	}
}

/** A key of 32 random bytes, in the form libraries for signed webhooks take. */
export function newSecret(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(32));
	return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
