// The commands that texts tell people to type: written as in a checkout, and what they are in an installed program.

const SCRIPTS =
	/npm (?:run (?:--silent )?(open|connect|doctor|report|import|demo|backup|restore)( --)?|(start)\b)/g;

/** The same text with the commands of an installed program that is called so; `null`: of a checkout, as it is. */
export function commandsOf(program: string | null, text: string): string {
	if (program === null) return text;
	return text.replaceAll(SCRIPTS, (_, name?: string) =>
		name === undefined ? program : `${program} ${name}`
	);
}
