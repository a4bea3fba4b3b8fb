// The session's cookie: host-only, unreadable for scripts, and of a name of its own for each relay, since all ports of a
// host share their cookies.

/** https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes */
export function cookieName(instance: string, secure: boolean): string {
	return `${secure ? '__Host-' : ''}tidemark-${instance.slice(0, 8)}`;
}

/** A value of the Set-Cookie header. `maxAgeS` 0 takes it away. */
export function setCookie(name: string, value: string, secure: boolean, maxAgeS: number): string {
	return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}${secure ? '; Secure' : ''}`;
}

/** The cookie's value in a Cookie header; `null`: it is not there, or more than once. */
export function readCookie(header: string | undefined, name: string): string | null {
	const values = (header ?? '')
		.split(';')
		.map((part) => part.trim())
		.filter((part) => part.startsWith(`${name}=`))
		.map((part) => part.slice(name.length + 1));
	return values.length === 1 ? values[0]! : null;
}
