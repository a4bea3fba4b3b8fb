// The commands that texts tell people to type: written as in a checkout, and what they are in an installed package.

const SCRIPTS =
	/npm (?:run (?:--silent )?(open|connect|doctor|report|import|demo|backup|restore)( --)?|(start)\b)/g;

/** The same text with the commands of the installed program. */
export function packagedCommands(text: string): string {
	return text.replaceAll(SCRIPTS, (_, name?: string) =>
		name === undefined ? 'npx tidemark' : `npx tidemark ${name}`
	);
}
