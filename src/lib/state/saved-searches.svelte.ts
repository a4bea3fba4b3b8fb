// Searches a person named and kept, on this device: what stands in the URL.
const KEY = 'tidemark.searches';
const MOST = 30;

export interface SavedSearch {
	name: string;
	/** `?q=…` */
	search: string;
}

function read(): SavedSearch[] {
	try {
		const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
		if (!Array.isArray(stored)) return [];
		return stored.filter(
			(one: Partial<SavedSearch> | null): one is SavedSearch =>
				typeof one?.name === 'string' && typeof one.search === 'string' && /^\??[^/]*$/.test(one.search)
		);
	} catch {
		return []; // Blocked storage or foreign text: none were kept.
	}
}

export class SavedSearches {
	#current = $state.raw<readonly SavedSearch[]>(read());

	/** The latest first. */
	get current(): readonly SavedSearch[] {
		return this.#current;
	}

	/** One of the same name is replaced. */
	save(saved: SavedSearch): void {
		this.#write([saved, ...this.#current.filter(({ name }) => name !== saved.name)].slice(0, MOST));
	}

	remove(name: string): void {
		this.#write(this.#current.filter((one) => one.name !== name));
	}

	#write(next: readonly SavedSearch[]): void {
		this.#current = next;
		try {
			localStorage.setItem(KEY, JSON.stringify(next));
		} catch {
			// Storage is blocked: they hold until the tab is closed.
		}
	}
}
