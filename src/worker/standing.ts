// Whether the store stands. While a tab throws it away nothing is asked of it, and what was being asked is asked anew:
// a browser may leave a request to a deleted place without an answer.

export interface Standing {
	stands(): boolean;
	/** Some tab throws the store away. */
	fall(): void;
	/** It is there again, or could not be made: what is asked of it says which. */
	rise(): void;
	/** The answer of a store that stood all the while. Rejects as the question does. */
	ask<T>(question: () => Promise<T>): Promise<T>;
}

const FALLEN = Symbol('fallen');

export function createStanding(): Standing {
	const begin = () => ({
		stands: true,
		fallen: Promise.withResolvers<typeof FALLEN>(),
		risen: Promise.withResolvers<void>()
	});
	let era = begin();

	return {
		stands: () => era.stands,
		fall() {
			era.stands = false;
			era.fallen.resolve(FALLEN);
		},
		rise() {
			if (era.stands) return;
			const { risen } = era;
			era = begin();
			risen.resolve();
		},
		async ask(question) {
			for (;;) {
				const current = era;
				try {
					if (current.stands) {
						const answer = await Promise.race([question(), current.fallen.promise]);
						if (answer !== FALLEN) return answer;
					}
				} catch (error) {
					if (current.stands) throw error;
				}
				await current.risen.promise;
			}
		}
	};
}
