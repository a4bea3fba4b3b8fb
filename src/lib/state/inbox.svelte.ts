// What was dropped, chosen or opened for import, and the import that is under way: kept by the app, so that it goes on
// while other pages are looked at.
import type { Import } from './import.svelte.ts';
import type { Find } from './picking.ts';

export class Inbox {
	#waiting = $state.raw<Find | null>(null);
	#current = $state.raw<Import | null>(null);

	/** The import under way, or the last one. */
	get current(): Import | null {
		return this.#current;
	}

	/** Files that wait to be imported. */
	get waiting(): Find | null {
		return this.#waiting;
	}

	put(find: Find): void {
		this.#waiting = find;
	}

	/** Begins with what waits, unless an import is under way. `begin` makes the import. */
	begin(begin: (find: Find) => Import): void {
		const find = this.#waiting;
		if (find === null || this.#current?.running) return;
		this.#waiting = null;
		this.#current = begin(find);
	}

	/** Makes room for another one. */
	clear(): void {
		if (!this.#current?.running) this.#current = null;
	}
}
