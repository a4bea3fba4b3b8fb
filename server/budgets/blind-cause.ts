// Since when, and why, spend cannot be known: the journal or its sums are in trouble, or every source fails.
import type { Health } from '#lib/domain/views.ts';

export interface BlindnessOptions {
	/** Of the journal or the fold, as a sentence. */
	trouble(): string | null;
	health(): Pick<Health, 'blind' | 'blindSince' | 'sources'>;
	now(): number;
}

export interface BlindCause {
	sinceMs: number;
	reason: string;
}

export function createBlindCause({ trouble, health, now }: BlindnessOptions): () => BlindCause | null {
	let troubleSinceMs: number | null = null;
	return () => {
		const reason = trouble();
		if (reason !== null) {
			troubleSinceMs ??= now();
			return { sinceMs: troubleSinceMs, reason };
		}
		troubleSinceMs = null;
		const { blind, blindSince, sources } = health();
		const failing = sources.filter(({ state }) => state === 'error').map(({ name }) => name);
		// With every source switched off there is nothing to be blind to.
		if (!blind || !blindSince || failing.length === 0) return null;
		return { sinceMs: Date.parse(blindSince), reason: `Nothing comes in: ${failing.join(', ')} failing.` };
	};
}
