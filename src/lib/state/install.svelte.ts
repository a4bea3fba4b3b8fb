// Whether this browser can have the app installed, and how: Chromium offers it and the offer is kept until a person asks
// for it; on iOS a person does it by hand, from the Share menu.
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

	/** An iPhone's or iPad's browser, where nobody offers it. */
	get byHand(): boolean {
		return isIos() && !isInstalled();
	}

	async ask(): Promise<void> {
		const offer = this.#offer;
		if (offer === null) return;
		// An offer can be used once.
		this.#offer = null;
		await offer.prompt();
	}
}

/** An iPad says that it is a Mac; no Mac has a touch screen. */
export function isIos(): boolean {
	const { userAgent, maxTouchPoints } = navigator;
	return /iP(hone|ad|od)/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
}

function isInstalled(): boolean {
	return (
		matchMedia('(display-mode: standalone)').matches ||
		(navigator as { standalone?: boolean }).standalone === true
	);
}
