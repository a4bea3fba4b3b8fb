// Ingest tokens as the settings page deals with them. A new one's secret is held until it is put away, and nowhere else.
import type { IngestToken } from '#lib/domain/access.ts';
import { reasonOf } from '#lib/i18n/said.ts';
import { type Api, createApi } from '#lib/stream/api.ts';

export class Tokens {
	#api: Api = createApi({ baseUrl: location.origin });
	#current = $state.raw<IngestToken[] | null>(null);
	#made = $state.raw<{ name: string; secret: string } | null>(null);
	#error = $state.raw<string | null>(null);

	/** `null` until the relay has answered. */
	get current(): IngestToken[] | null {
		return this.#current;
	}

	/** The one just made. */
	get made(): { name: string; secret: string } | null {
		return this.#made;
	}

	get error(): string | null {
		return this.#error;
	}

	async refresh(): Promise<void> {
		try {
			this.#current = (await this.#api.json<{ tokens: IngestToken[] }>('/api/tokens')).tokens;
			this.#error = null;
		} catch (error) {
			this.#error = reasonOf(error);
		}
	}

	/** Rejects with `ApiError`, as does `revoke`. */
	async make(wanted: { name: string; machine: string | null; user: string | null }): Promise<void> {
		const { name, secret } = await this.#api.send<IngestToken & { secret: string }>(
			'POST',
			'/api/tokens',
			wanted
		);
		this.#made = { name, secret };
		await this.refresh();
	}

	async revoke(id: string): Promise<void> {
		await this.#api.send('DELETE', `/api/tokens/${encodeURIComponent(id)}`);
		await this.refresh();
	}

	forgetSecret(): void {
		this.#made = null;
	}
}
