// Since when something has been so, as far as it was looked at.
export interface Since {
	/** Notes how it is now. Unix epoch ms of the first of an unbroken row of `true`; `null` while it is not so. */
	note(so: boolean): number | null;
}

export function createSince(now: () => number): Since {
	let sinceMs: number | null = null;
	return {
		note(so) {
			sinceMs = so ? (sinceMs ?? now()) : null;
			return sinceMs;
		}
	};
}

/** ISO 8601; `null` stays `null`. */
export function isoTime(ms: number | null): string | null {
	return ms === null ? null : new Date(ms).toISOString();
}
