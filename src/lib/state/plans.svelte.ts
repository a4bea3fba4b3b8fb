// Budgets and alerts as every page needs them: how many are unread, the mark on the app's icon, and what a person does
// to them. Made once, by the root layout.
import type { AlertChange } from '#lib/db/plans.ts';
import { type Budget, NEW_SETTINGS, type PlanSettings } from '#lib/domain/budget.ts';
import type { PlansView } from '#lib/domain/budget-views.ts';
import { createNames, type NameRule, type Names } from '#lib/domain/names.ts';
import { type Prices, pricesWith } from '#lib/domain/price.ts';
import { type PriceOverride, samePrices } from '#lib/domain/price-override.ts';
import { LiveQuery } from './query.svelte.ts';
import type { Store } from './store.svelte.ts';

interface Badging {
	setAppBadge?(count: number): Promise<void>;
	clearAppBadge?(): Promise<void>;
}

export class Plans {
	#store: Store;
	#query: LiveQuery<'plans'>;
	#prices = $derived.by(() => pricesWith(this.#query.current?.foldedPrices ?? []));
	#names = $derived.by(() => createNames(this.#query.current?.names ?? []));

	/** While a component initialises. */
	constructor(store: Store) {
		this.#store = store;
		this.#query = new LiveQuery(store, () => ({ name: 'plans', args: {} }), 500);
		$effect(() => {
			if (this.#query.current !== undefined) void mark(this.unread);
		});
	}

	/** By which this device's figures were made. */
	get prices(): Prices {
		return this.#prices;
	}

	get names(): Names {
		return this.#names;
	}

	/** Own rates that have changed are not in the figures yet. */
	get repricing(): boolean {
		const { current } = this;
		return current !== undefined && !samePrices(current.prices, current.foldedPrices);
	}

	/** `undefined` until this device's store has answered. */
	get current(): PlansView | undefined {
		return this.#query.current;
	}

	get error(): string | null {
		return this.#query.error;
	}

	get answeredAtMs(): number | null {
		return this.#query.answeredAtMs;
	}

	/** Alerts neither acknowledged nor muted, and signals not acknowledged. */
	get unread(): number {
		return this.#query.current?.unread ?? 0;
	}

	/** Kept on this device at once, sent to the relay when it can be reached. Rejects with a `QueryError`. */
	save(budget: Budget): Promise<Budget> {
		return this.#store.query('saveBudget', { budget });
	}

	/** Undone by saving the budget as it was. */
	remove(budget: Budget): Promise<Budget> {
		return this.save({ ...budget, deletedAtMs: budget.updatedAtMs });
	}

	async change(id: string, change: AlertChange): Promise<void> {
		await this.#store.query('changeAlert', { id, change });
	}

	async acknowledgeSignal(id: string): Promise<void> {
		await this.#store.query('acknowledgeSignal', { id });
	}

	/** Rejects with a `QueryError`, like those below. */
	async savePrice(price: PriceOverride): Promise<void> {
		await this.#store.query('savePrice', { price });
	}

	async saveNames(rules: NameRule[]): Promise<void> {
		await this.#store.query('saveNames', { rules });
	}

	/** What is not given stays. */
	async saveSettings(change: Partial<PlanSettings>): Promise<void> {
		const settings = { ...NEW_SETTINGS, ...this.#query.current?.settings, ...change };
		await this.#store.query('savePlanSettings', { settings });
	}
}

/** https://developer.mozilla.org/en-US/docs/Web/API/Badging_API — only installed apps have an icon to mark. */
async function mark(unread: number): Promise<void> {
	const badging = navigator as Badging;
	try {
		if (unread > 0) await badging.setAppBadge?.(unread);
		else await badging.clearAppBadge?.();
	} catch (error) {
		console.debug('the icon was not marked', error);
	}
}

/** Works without a secure context too, where `randomUUID` is missing. */
export function randomId(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
		byte.toString(16).padStart(2, '0')
	).join('');
}
