// Seeded chance for the demo: the same seed makes the same people do the same work.

export interface Chance {
	/** Uniform in [0, 1). */
	next(): number;
	/** Uniform integer, both ends included. */
	integer(from: number, to: number): number;
	/** True in this share of cases. */
	happens(probability: number): boolean;
	pick<T>(items: readonly T[]): T;
	/** One of the keys, by weight. */
	weighted<K extends string>(weights: Record<K, number>): K;
	/** Log-normal: half of the values below `median`; `spread` 0.5 is narrow, 1.2 wide. */
	around(median: number, spread: number): number;
	/** `length` characters of `alphabet`. */
	text(alphabet: string, length: number): string;
	uuid(): string;
}

const HEX = '0123456789abcdef';

/** Mulberry32, seeded by the hash of a name. https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
export function createChance(name: string): Chance {
	let state = hash(name);
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
	const text = (alphabet: string, length: number) => {
		let out = '';
		for (let i = 0; i < length; i++) out += alphabet[integer(0, alphabet.length - 1)];
		return out;
	};
	return {
		next,
		integer,
		text,
		happens: (probability) => next() < probability,
		pick: (items) => items[integer(0, items.length - 1)]!,
		weighted(weights) {
			const entries = Object.entries(weights) as [keyof typeof weights, number][];
			let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
			for (const [key, weight] of entries) {
				left -= weight;
				if (left < 0) return key;
			}
			return entries[entries.length - 1]![0];
		},
		around(median, spread) {
			const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
			return median * Math.exp(spread * normal);
		},
		uuid: () =>
			`${text(HEX, 8)}-${text(HEX, 4)}-4${text(HEX, 3)}-${text('89ab', 1)}${text(HEX, 3)}-${text(HEX, 12)}`
	};
}

/** FNV-1a, 32 bits. */
function hash(name: string): number {
	let value = 0x811c9dc5;
	for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193);
	return value >>> 0;
}
