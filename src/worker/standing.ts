// Whether the store stands. While a tab throws it away nothing is asked of it, and what was being asked is asked anew:
// a browser may leave a request to a deleted place without an answer.

export interface Standing {
	stands(): boolean;
	/** Some tab throws the store away. */
	fall(): void;
	/** It is there again, or could not be made: what is asked of it says which. */
	rise(): void;
	/** Resolves when it stands. */
	risen(): Promise<void>;
	/** The answer of a store that stood all the while. Rejects as the question does. */
	ask<T>(question: () => Promise<T>): Promise<T>;
}

const FALLEN = Symbol('fallen');

export function createStanding(): Standing {
	let fallen: PromiseWithResolvers<void> | null = null;
	/** What is to be told of a fall: questions that are being answered. */
	const asked = new Set<() => void>();

	const risen = async (): Promise<void> => {
		while (fallen !== null) await fallen.promise;
	};

	/** As the question ends, or `FALLEN`, whichever comes first. */
	function whileStanding<T>(question: () => Promise<T>): Promise<T | typeof FALLEN> {
		return new Promise((resolve, reject) => {
			const tell = () => resolve(FALLEN);
			asked.add(tell);
			question()
				.then(resolve, reject)
				.finally(() => asked.delete(tell));
		});
	}

	return {
		stands: () => fallen === null,
		fall() {
			fallen ??= Promise.withResolvers();
			for (const tell of asked) tell();
			asked.clear();
		},
		rise() {
			fallen?.resolve();
			fallen = null;
		},
		risen,
		async ask(question) {
			for (;;) {
				await risen();
				const answer = fallen === null ? await whileStanding(question) : FALLEN;
				if (answer !== FALLEN) return answer;
			}
		}
	};
}
