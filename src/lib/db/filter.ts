// Which sessions a filter lets through, from the indexes of the sessions table.
import { NAMED } from '#lib/domain/names.ts';
import type { Choices, Filter } from '#lib/domain/views.ts';
import { distinctKeys } from './distinct.ts';
import { membersOf, readNames, valuesOf } from './names.ts';
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
export async function choicesOf(store: Store): Promise<Choices> {
	const names = await readNames(store);
	const [models, ...values] = await Promise.all([
		distinctKeys(store.sessions, 'models'),
		...NAMED.map((dimension) => valuesOf(store, dimension))
	]);
	const [project, branch, machine, profile, user] = NAMED.map((dimension, i) =>
		names.choices(dimension, values[i]!)
	);
	return {
		models,
		projects: project!,
		branches: branch!,
		machines: machine!,
		profiles: profile!,
		users: user!
	};
}
