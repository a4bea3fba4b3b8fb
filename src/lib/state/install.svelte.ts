// Chromium's offer to install the app, kept until a person asks for it on the settings page.
interface InstallEvent extends Event {
	prompt(): Promise<void>;
	userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export class Install {
	#offer = $state.raw<InstallEvent | null>(null);

	/** Listens for the life of the page. */
	constructor() {
		window.addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault();
			this.#offer = event as InstallEvent;
		});
		window.addEventListener('appinstalled', () => {
			this.#offer = null;
		});
	}

	get available(): boolean {
		return this.#offer !== null;
	}

	async ask(): Promise<void> {
		const offer = this.#offer;
		if (offer === null) return;
		// An offer can be used once.
		this.#offer = null;
		await offer.prompt();
	}
}
