// The app's first pieces come from the relay. What did not come because the relay went away is asked for again.
(() => {
	const WAIT_MS = 1000;
	const pause = () => new Promise((resolve) => setTimeout(resolve, WAIT_MS));

	window.addEventListener(
		'error',
		async ({ target }) => {
			if (!(target instanceof HTMLLinkElement) || target.rel !== 'stylesheet') return;
			await pause();
			target.replaceWith(target.cloneNode());
		},
		true
	);

	let waiting = false;
	window.addEventListener('unhandledrejection', async () => {
		// Once something is drawn, the app asks for its pieces itself.
		if (waiting || document.querySelector('#app > :not(script)') !== null) return;
		waiting = true;
		const words = document.createElement('p');
		words.textContent = 'Tidemark’s relay does not answer. This page goes on as soon as it does.';
		document.body.append(words);
		do await pause();
		while (
			!(await fetch('/api/health', { cache: 'no-store' }).then(
				({ ok }) => ok,
				() => false
			))
		);
		location.reload();
	});
})();
