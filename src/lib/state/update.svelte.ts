// New versions of the app: the service worker is registered here, and a waiting one is offered, never forced.
import type { Workbox } from 'workbox-window';
import { updated } from '$app/state';
import { piece } from './piece.ts';

const RELOADED = 'tidemark.reloaded';
const ONCE_MS = 60_000;

export class Update {
	#available = $state.raw(false);
	#failure = $state.raw<string | null>(null);
	#workbox: Workbox | null = null;

	/** A new version waits for a reload. */
	get available(): boolean {
		return this.#available;
	}

	/** Why the app is not readable offline, in the browser's words. */
	get failure(): string | null {
		return this.#failure;
	}

	/** Once, after the first view. Without service workers (plain http on a LAN) the app works online only. */
	async start(): Promise<void> {
		window.addEventListener('vite:preloadError', () => void this.#renew());
		if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
		try {
			const { Workbox } = await piece(() => import('workbox-window'));
			const workbox = new Workbox('/service-worker.js', { scope: '/' });
			workbox.addEventListener('waiting', () => {
				this.#available = true;
			});
			await workbox.register();
			this.#workbox = workbox;
		} catch (error) {
			this.#failure = error instanceof Error ? error.message : String(error);
		}
	}

	/**
	 * A piece of the app cannot be had. Where the relay has another version by now, that one has its own: once; then it is
	 * for a person to say. Where the relay is away, `piece` asks again.
	 */
	async #renew(): Promise<void> {
		if (!(await updated.check())) return;
		if (firstFailure()) location.reload();
		else this.#available = true;
	}

	/** Lets the new version take over and reloads into it. */
	apply(): void {
		if (this.#workbox === null) {
			location.reload();
			return;
		}
		this.#workbox.addEventListener('controlling', () => location.reload());
		this.#workbox.messageSkipWaiting();
		// The waiting worker may have become active through another tab: then nothing will change control here.
		setTimeout(() => location.reload(), 3000);
	}
}

/** Whether no piece has failed in this tab lately; where that cannot be noted, a reload might never end. */
function firstFailure(): boolean {
	try {
		const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
		sessionStorage.setItem(RELOADED, String(Date.now()));
		return Date.now() - last > ONCE_MS;
	} catch {
		return false;
	}
}
