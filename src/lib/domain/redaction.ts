// The mark that stands where a secret was taken out of a text by the relay.

const MARK = /\[redacted: [a-z0-9-]+\]/g;

/** `AWSAccessKeyID` → `[redacted: aws-access-key-id]`. */
export function redactionMark(rule: string): string {
	const words = rule.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2');
	return `[redacted: ${words.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()}]`;
}

/** How many marks a text holds. */
export function redactionsIn(text: string): number {
	return text.match(MARK)?.length ?? 0;
}
