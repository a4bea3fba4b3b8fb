// Sentences by the table of a language: what changes in them is carried over. Pure.

/** As it came, where nothing is known for it. What it quotes is looked up as well. */
export function translateBy(known: Readonly<Record<string, string>>, sentence: string): string {
	if (Object.hasOwn(known, sentence)) return known[sentence]!;
	for (const [template, translation] of Object.entries(known)) {
		const parts = template.includes('{') ? partsOf(template, sentence) : null;
		if (parts !== null)
			return translation.replaceAll(/\{(\d)\}/g, (_, index: string) =>
				translateBy(known, parts[Number(index)]!)
			);
	}
	return sentence;
}

/** What stands in the places of the template; `null`: it is another sentence. */
function partsOf(template: string, sentence: string): string[] | null {
	const pattern = template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\d\}/g, '(.+?)');
	return new RegExp(`^${pattern}$`, 's').exec(sentence)?.slice(1) ?? null;
}
