// The app's first pieces come from the relay. What did not come because the relay went away is asked for again.
(() => {
	const TRIES = 'tidemark.tries';
	/** Loads that come to nothing although the relay answers: a browser that cannot run the app is not kept loading it. */
	const MOST_TRIES = 5;
	const pause = (tries) => new Promise((resolve) => setTimeout(resolve, Math.min(1000 * 2 ** tries, 16_000)));

	window.addEventListener(
		'error',
		async ({ target }) => {
			if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet') return;
			const tries = Number(target.dataset.tries ?? 0);
			await pause(tries);
			const next = target.cloneNode();
			next.dataset.tries = String(tries + 1);
			target.replaceWith(next);
		},
		true
	);

	// Once something is drawn, the app asks for its pieces itself.
	const isDrawn = () => document.querySelector('#app > :not(script)') !== null;
	const answers = () =>
		fetch('/api/health', { cache: 'no-store' }).then(
			({ ok }) => ok,
			() => false
		);

	/** Loads before this one that came to nothing, in this tab. Where that cannot be noted: too many. */
	function triesSoFar() {
		try {
			return Number(sessionStorage.getItem(TRIES));
		} catch {
			return MOST_TRIES;
		}
	}

	function note(tries) {
		try {
			sessionStorage.setItem(TRIES, String(tries));
		} catch {
			// Said by `triesSoFar`.
		}
	}

	const words = document.createElement('p');
	words.setAttribute('role', 'status');
	function say(text) {
		words.textContent = text;
		document.body.append(words);
	}

	async function beginAnew() {
		const tries = triesSoFar();
		await pause(tries);
		while (!isDrawn() && !(await answers())) {
			say('Tidemark’s relay does not answer. This page begins anew as soon as it does.');
			await pause(0);
		}
		if (isDrawn()) words.remove();
		else if (tries < MOST_TRIES) {
			note(tries + 1);
			location.reload();
		} else say('Tidemark did not start. Load this page again; if that does not help, use a newer browser.');
	}

	let waiting = false;
	window.addEventListener('unhandledrejection', () => {
		if (waiting || isDrawn()) return;
		waiting = true;
		void beginAnew();
	});
	window.addEventListener('pagehide', () => {
		if (isDrawn()) note(0);
	});
})();
