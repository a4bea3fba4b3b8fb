// The time, to the half minute: what "today", "active" and "5 minutes ago" are measured against. By the relay's clock
// once its offset is known, so that a device with a wrong clock shows the same day.
import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 30_000;

export class Clock {
	#subscribe: () => void;
	#offset: () => number;

	constructor(offsetMs: () => number) {
		this.#offset = offsetMs;
		this.#subscribe = createSubscriber((update) => {
			const timer = setInterval(update, TICK_MS);
			const woken = () => document.hidden || update();
			document.addEventListener('visibilitychange', woken);
			return () => {
				clearInterval(timer);
				document.removeEventListener('visibilitychange', woken);
			};
		});
	}

	/** Relay's clock, Unix epoch ms. */
	get current(): number {
		this.#subscribe();
		return Date.now() + this.#offset();
	}

	/** This device's clock, Unix epoch ms: for ages of what happened here. */
	get device(): number {
		this.#subscribe();
		return Date.now();
	}
}
