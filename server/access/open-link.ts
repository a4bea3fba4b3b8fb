// The owner's way in: a link with a one-time code in its fragment, and a browser opened on it where there is one to open.
// The browser's command line holds the link for a moment: on a machine shared with people you do not trust, set
// TIDEMARK_OPEN=off and open the printed link yourself.

export function linkOf(address: string, code: string): string {
	return `${address}/#k=${code}`;
}

/** Whether a person sits before this machine's screen, as far as the environment tells. */
export function mayOpen(
	env: Record<string, string | undefined>,
	isTerminal: boolean,
	platform: NodeJS.Platform = process.platform
): boolean {
	const remote = env.SSH_CONNECTION !== undefined || env.SSH_TTY !== undefined;
	const screen = platform !== 'linux' || !!env.DISPLAY || !!env.WAYLAND_DISPLAY || !!env.WSL_DISTRO_NAME;
	const container = env.TIDEMARK_CONTAINER === 'on' || env.container !== undefined;
	return isTerminal && screen && !remote && !container && !env.CI && env.TIDEMARK_OPEN !== 'off';
}

/** Never throws: the link has been printed. */
export async function openInBrowser(link: string): Promise<void> {
	try {
		const { default: open } = await import('open');
		const child = await open(link);
		child.on('error', () => undefined);
	} catch (error) {
		console.error(`The browser could not be opened (${(error as Error).message}): open the link yourself.`);
	}
}
