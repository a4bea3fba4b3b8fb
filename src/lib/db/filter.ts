// Which sessions a filter lets through, from the indexes of the sessions table.
import { NAMED, type Named } from '#lib/domain/names.ts';
import type { Choices, Filter } from '#lib/domain/views.ts';
import { membersOf, readNames } from './names.ts';
import type { QueryContext } from './query-overview.ts';
import type { Store } from './schema.ts';

export type Keep = (key: string) => boolean;

/** `undefined`: all of them. The model and the text are not decided here. */
export async function keepOf(store: Store, filter: Filter): Promise<Keep | undefined> {
	const wanted = NAMED.filter((dimension) => filter[dimension] !== undefined);
	if (wanted.length === 0) return undefined;
	const names = await readNames(store);
	const sets = await Promise.all(
		wanted.map(async (dimension) => {
			const members = await membersOf(store, names, dimension, filter[dimension]!);
			return new Set(await store.sessions.where(dimension).anyOf(members).primaryKeys());
		})
	);
	return (key) => sets.every((set) => set.has(key));
}

/** The values present, under the names they go by. */
export async function choicesOf({ store, cache }: QueryContext): Promise<Choices> {
	const [names, values] = await Promise.all([readNames(store), cache.distinct(['models', ...NAMED])]);
	const under = (dimension: Named) => names.choices(dimension, values[dimension]);
	return {
		models: values.models,
		projects: under('project'),
		branches: under('branch'),
		machines: under('machine'),
		profiles: under('profile'),
		users: under('user')
	};
}
