/** Large parts of a page, each drawn in a frame of its own: all at once would hold the page up. Made while a component is. */
export class InTurn {
	#drawn = $state(0);

	/** `count`: how many there are to be; 0 until there is something to draw. */
	constructor(count: () => number) {
		$effect(() => {
			if (this.#drawn >= count()) return;
			const frame = requestAnimationFrame(() => {
				this.#drawn += 1;
			});
			return () => cancelAnimationFrame(frame);
		});
	}

	/** So many of them are to be there by now. */
	get drawn(): number {
		return this.#drawn;
	}
}
