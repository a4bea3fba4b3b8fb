// Large parts wait for each other: one a frame, in a task of its own after the frame is painted. Drawn at once they would
// hold the page up, and drawn within the frame its layout would come on top.
let last = Promise.resolve();

/** A page that nobody sees has no frames. */
const nextFrame = (then: () => void) => (document.hidden ? then() : requestAnimationFrame(then));

/** Resolves when it is the caller's turn; those who asked before come before. */
export function turn(): Promise<void> {
	last = last.then(() => new Promise((resolve) => nextFrame(() => setTimeout(resolve))));
	return last;
}
