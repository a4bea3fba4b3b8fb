// Which shell answers a navigation, and which caches are out of date. Pure.

/** Paths that are the relay's own: never cached, never answered from a cache. */
export const isApi = /^\/(api(\/|$)|metrics$)/;

/** The shell of the page itself where it was rendered ahead, else the root's: shells differ in nothing but their name. */
export function shellOf(path: string, prerendered: readonly string[]): string {
	const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
	return prerendered.includes(plain) ? plain : '/';
}

/** Caches of this app to delete, given all names oldest first: all but the current one and the one before it. */
export function oldCaches(names: readonly string[], prefix: string, version: string): string[] {
	const others = names.filter((name) => name.startsWith(prefix) && name !== `${prefix}${version}`);
	return others.slice(0, -1);
}
