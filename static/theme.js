// Sets the chosen theme and density before the first paint; the page's settings module writes them (same key).
(() => {
	const root = document.documentElement;
	try {
		const settings = JSON.parse(localStorage.getItem('tidemark.settings') ?? '{}');
		if (settings.theme === 'light' || settings.theme === 'dark') root.dataset.theme = settings.theme;
		if (settings.density === 'compact') root.dataset.density = 'compact';
	} catch {
		// Storage may be blocked or hold something else: the system's theme is used.
	}
})();
