// Devices and pairings as the settings page deals with them: asked of the relay when looked at, never kept.
import type { AccessDevice, Pairing, PairingState, Role } from '#lib/domain/access.ts';
import { reasonOf } from '#lib/i18n/said.ts';
import { type Api, createApi } from '#lib/stream/api.ts';

const LOOK_MS = 1000;

export class Devices {
	#api: Api = createApi({ baseUrl: location.origin });
	#current = $state.raw<AccessDevice[] | null>(null);
	#error = $state.raw<string | null>(null);

	/** `null` until the relay has answered. */
	get current(): AccessDevice[] | null {
		return this.#current;
	}

	get error(): string | null {
		return this.#error;
	}

	async refresh(): Promise<void> {
		try {
			this.#current = (await this.#api.json<{ devices: AccessDevice[] }>('/api/devices')).devices;
			this.#error = null;
		} catch (error) {
			this.#error = reasonOf(error);
		}
	}

	/** Rejects with `ApiError`, as do the following. */
	async rename(id: string, name: string): Promise<void> {
		await this.#api.send('PUT', `/api/devices/${encodeURIComponent(id)}`, { name });
		await this.refresh();
	}

	async revoke(id: string): Promise<void> {
		await this.#api.send('DELETE', `/api/devices/${encodeURIComponent(id)}`);
		await this.refresh();
	}

	/** Returns how many were ended. */
	async revokeOthers(): Promise<number> {
		const { ended } = await this.#api.send<{ ended: number }>('DELETE', '/api/devices');
		await this.refresh();
		return ended;
	}
}

/** One way in for a further device, while its code is shown. */
export class PairingWatch {
	#api: Api = createApi({ baseUrl: location.origin });
	#pairing = $state.raw<Pairing | null>(null);
	#state = $state.raw<PairingState>('waiting');
	#error = $state.raw<string | null>(null);
	#timer: ReturnType<typeof setInterval> | undefined;

	get pairing(): Pairing | null {
		return this.#pairing;
	}

	get state(): PairingState {
		return this.#state;
	}

	get error(): string | null {
		return this.#error;
	}

	async make(role: Role): Promise<void> {
		this.stop();
		try {
			this.#pairing = await this.#api.send<Pairing>('POST', '/api/pairings', { role });
			this.#state = 'waiting';
			this.#error = null;
			this.#timer = setInterval(() => void this.#look(), LOOK_MS);
		} catch (error) {
			this.#error = reasonOf(error);
		}
	}

	/** Nobody comes in by it any more. */
	stop(): void {
		clearInterval(this.#timer);
		const pairing = this.#pairing;
		this.#pairing = null;
		if (pairing === null || this.#state === 'used') return;
		// It ends by itself in two minutes.
		this.#api.send('DELETE', `/api/pairings/${pairing.id}`).catch(() => undefined);
	}

	async #look(): Promise<void> {
		const pairing = this.#pairing;
		if (pairing === null) return;
		try {
			const { state } = await this.#api.json<{ state: PairingState }>(`/api/pairings/${pairing.id}`);
			if (this.#pairing !== pairing) return;
			this.#state = state;
			if (state === 'used' || state === 'expired') clearInterval(this.#timer);
		} catch (error) {
			console.debug('the pairing could not be asked about', error);
		}
	}
}
