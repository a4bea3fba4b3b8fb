// What a person makes on several devices at once: of two versions of one thing the later one is kept, everywhere alike.

/** A thing with one id on every device. */
export interface Dated {
	id: string;
	updatedAtMs: number;
}

/** The later version; on the same ms the greater JSON text. Both come from one parser, so equal ones have equal text. */
export function laterOf<R extends Dated>(a: R, b: R): R {
	if (a.updatedAtMs !== b.updatedAtMs) return a.updatedAtMs > b.updatedAtMs ? a : b;
	return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

export const isTime = (value: unknown): value is number =>
	typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
