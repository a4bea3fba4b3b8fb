// Which addresses a push subscription may name. The list of hosts is the rule; the form is checked so strictly that no
// two readers of the address can disagree on its host.

/** Push services of Chrome, Firefox, Safari and Edge; `*.` stands for one or more labels. */
export const PUSH_HOSTS: readonly string[] = [
	'fcm.googleapis.com',
	'*.push.services.mozilla.com',
	'*.push.apple.com',
	'*.notify.windows.com'
];

const MAX_CHARS = 2048;

export interface Refused {
	/** A sentence for a person; nothing of the address is repeated. */
	refused: string;
}

/** The endpoint as a URL, or why it is not one to send to. */
export function parseEndpoint(endpoint: string, hosts: readonly string[]): URL | Refused {
	const url = parsePublicUrl(endpoint);
	if (url === null) return { refused: 'The push address is not of the form https://host/path.' };
	if (!hosts.some((allowed) => isHost(url.hostname, allowed))) {
		return {
			refused: 'The push service is not one of those known. Others are declared in TIDEMARK_PUSH_HOSTS.'
		};
	}
	return url;
}

/** `https://name.with.dots/path`, port 443, nothing else; `null` for every other form. */
export function parsePublicUrl(text: string): URL | null {
	if (text.length > MAX_CHARS) return null;
	const match =
		/^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)(\/[\x21\x24-\x3b\x3d\x3f-\x5a\x5f\x61-\x7a\x7e%]*)$/.exec(text);
	if (match === null || !URL.canParse(text)) return null;
	const url = new URL(text);
	const plain =
		url.hostname === match[1] && url.port === '' && url.username === '' && url.protocol === 'https:';
	return plain ? url : null;
}

function isHost(host: string, allowed: string): boolean {
	return allowed.startsWith('*.')
		? host.length > allowed.length && host.endsWith(allowed.slice(1))
		: host === allowed;
}
