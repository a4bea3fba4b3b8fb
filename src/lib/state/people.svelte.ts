// The team as the settings page deals with it. A new link is held until it is put away, and nowhere else.
import type { Invitation, Person, Role } from '#lib/domain/access.ts';
import { type Api, ApiError, createApi } from '#lib/stream/api.ts';

export class People {
	#api: Api = createApi({ baseUrl: location.origin });
	#current = $state.raw<Person[] | null>(null);
	#made = $state.raw<Invitation | null>(null);
	#error = $state.raw<string | null>(null);

	/** `null` until the relay has answered. */
	get current(): Person[] | null {
		return this.#current;
	}

	/** The link just made. */
	get made(): Invitation | null {
		return this.#made;
	}

	get error(): string | null {
		return this.#error;
	}

	async refresh(): Promise<void> {
		try {
			this.#current = (await this.#api.json<{ people: Person[] }>('/api/people')).people;
			this.#error = null;
		} catch (error) {
			this.#error = error instanceof Error ? error.message : String(error);
		}
	}

	/** Rejects with `ApiError`, as do the following. */
	async invite(wanted: { name: string; role: Role; identities: string[] }): Promise<void> {
		this.#made = await this.#api.send<Invitation>('POST', '/api/people', wanted);
		await this.refresh();
	}

	async reset(id: string): Promise<void> {
		this.#made = await this.#api.send<Invitation>('POST', `/api/people/${encodeURIComponent(id)}/invitation`);
		await this.refresh();
	}

	async change(id: string, change: { role?: Role; identities?: string[] }): Promise<void> {
		await this.#api.send('PUT', `/api/people/${encodeURIComponent(id)}`, change);
		await this.refresh();
	}

	async remove(id: string): Promise<void> {
		await this.#api.send('DELETE', `/api/people/${encodeURIComponent(id)}`);
		if (this.#made?.person.id === id) this.#made = null;
		await this.refresh();
	}

	/** One's own. The other sessions end. */
	async changePassword(current: string, password: string): Promise<void> {
		await this.#api.send('PUT', '/api/password', { current, password });
	}

	forgetLink(): void {
		this.#made = null;
	}
}

/** Why an invitation was refused. */
export function isNameTaken(error: unknown): boolean {
	return error instanceof ApiError && error.code === 'name_taken';
}

/** Several names in one line of text. */
export function identitiesIn(text: string): string[] {
	return [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');
}
