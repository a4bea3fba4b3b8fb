// Which sessions a filter lets through, from the indexes of the sessions table.
import type { Filter, Overview } from '#lib/domain/views.ts';
import type { Store } from './schema.ts';

const DIMENSIONS = ['project', 'profile', 'machine', 'user'] as const;

export type Keep = (key: string) => boolean;

/** `undefined`: all of them. The model and the text are not decided here. */
export async function keepOf(store: Store, filter: Filter): Promise<Keep | undefined> {
	const wanted = DIMENSIONS.filter((dimension) => filter[dimension] !== undefined);
	if (wanted.length === 0) return undefined;
	const sets = await Promise.all(
		wanted.map(
			async (dimension) =>
				new Set(await store.sessions.where(dimension).equals(filter[dimension]!).primaryKeys())
		)
	);
	return (key) => sets.every((set) => set.has(key));
}

/** The values present, '' for unknown. */
export async function choicesOf(store: Store): Promise<Overview['choices']> {
	const values = async (index: string) => (await store.sessions.orderBy(index).uniqueKeys()) as string[];
	const [models, projects, profiles, machines, users] = await Promise.all(
		['models', 'project', 'profile', 'machine', 'user'].map(values)
	);
	return { models: models!, projects: projects!, profiles: profiles!, machines: machines!, users: users! };
}
