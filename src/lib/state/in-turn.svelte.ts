import { turn } from './turns.ts';

/** Large parts of a page, each drawn in its turn. Made while a component is. */
export class InTurn {
	#drawn = $state(0);

	/** `count`: how many there are to be; 0 until there is something to draw. */
	constructor(count: () => number) {
		$effect(() => {
			if (this.#drawn >= count()) return;
			let wanted = true;
			void turn().then(() => {
				if (wanted) this.#drawn += 1;
			});
			return () => {
				wanted = false;
			};
		});
	}

	/** So many of them are to be there by now. */
	get drawn(): number {
		return this.#drawn;
	}
}
