// New versions of the app: the service worker is registered here, and a waiting one is offered, never forced.
import type { Workbox } from 'workbox-window';
import { isPieceGone, piece } from './piece.svelte.ts';

export class Update {
	#available = $state.raw(false);
	#failure = $state.raw<string | null>(null);
	#workbox: Workbox | null = null;

	/** A new version waits for a reload. */
	get available(): boolean {
		return this.#available || isPieceGone();
	}

	/** Why the app is not readable offline, in the browser's words. */
	get failure(): string | null {
		return this.#failure;
	}

	/** Once, after the first view. Without service workers (plain http on a LAN) the app works online only. */
	async start(): Promise<void> {
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
