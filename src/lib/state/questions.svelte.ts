// What the app would like to ask a person: one question a visit, each until it is answered.
const KEY = 'tidemark.answered';

export type QuestionName = 'transcripts' | 'install' | 'persist';

export class Questions {
	#answered = $state.raw<ReadonlySet<string>>(read());
	/** Of this visit; another one waits for the next. */
	#asked: QuestionName | null = null;

	/** The one to ask now, of those that could be; `null`: none. The same for all of a visit. */
	choose(possible: readonly QuestionName[]): QuestionName | null {
		if (this.#asked === null) this.#asked = possible.find((name) => !this.#answered.has(name)) ?? null;
		const asked = this.#asked;
		return asked !== null && possible.includes(asked) && !this.#answered.has(asked) ? asked : null;
	}

	answer(name: QuestionName): void {
		this.#answered = new Set([...this.#answered, name]);
		try {
			localStorage.setItem(KEY, JSON.stringify([...this.#answered]));
		} catch {
			// Storage is blocked: asked again at the next visit.
		}
	}
}

function read(): ReadonlySet<string> {
	try {
		const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown;
		return new Set(Array.isArray(stored) ? stored.map(String) : []);
	} catch {
		return new Set(); // Blocked storage or foreign text: nothing is answered.
	}
}
