// What marks stand for, kept for this tab: a reload of a filtered page still means the same.
import type { VeilMemory } from '#lib/domain/veil.ts';

const KEY = 'tidemark.veil';

export const TAB_MEMORY: VeilMemory = {
	read() {
		try {
			const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
			return Array.isArray(stored) ? (stored as [string, string][]) : [];
		} catch {
			return []; // Blocked storage: marks hold until the page is left.
		}
	},
	write(marks) {
		try {
			sessionStorage.setItem(KEY, JSON.stringify(marks));
		} catch {
			// As above.
		}
	}
};
