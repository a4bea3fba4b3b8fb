// The relay's public key for Web Push, between its text and its bytes. Pure.

/** Base64url as in RFC 8292. */
export function keyBytes(text: string): Uint8Array<ArrayBuffer> {
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** Whether a subscription was made for this key. */
export function sameKey(of: ArrayBuffer | null | undefined, key: Uint8Array): boolean {
	if (!of || of.byteLength !== key.length) return false;
	const bytes = new Uint8Array(of);
	return key.every((byte, index) => byte === bytes[index]);
}
