// The values an index has, each once. A browser's own "unique" cursor walks over every entry: over ten thousand sessions
// it takes longer than the question it is asked for. Going from value to value touches one entry each.
import type { Table } from 'dexie';

/** Past this many values walking over the rest is cheaper than a request for each. */
const MOST_STEPS = 64;

/** In order. */
export async function distinctKeys(table: Table, index: string): Promise<string[]> {
	const values = (await table.orderBy(index).limit(1).keys()) as string[];
	while (values.length > 0 && values.length < MOST_STEPS) {
		const next = (await table.where(index).above(values.at(-1)!).limit(1).keys()) as string[];
		if (next.length === 0) return values;
		values.push(next[0]!);
	}
	if (values.length === 0) return values;
	return values.concat((await table.where(index).above(values.at(-1)!).uniqueKeys()) as string[]);
}
