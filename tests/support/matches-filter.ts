// What a filter means, spelled out: the store answers the same from its indexes.
import type { Dimensions } from '#lib/domain/dimensions.ts';
import type { Filter } from '#lib/domain/views.ts';

/** Whether a session's dimensions match the filter; '' asks for unknown. The model is not a dimension: cells decide it. */
export function matchesFilter(dimensions: Dimensions, filter: Filter): boolean {
	return (['project', 'profile', 'machine', 'user'] as const).every(
		(name) => filter[name] === undefined || (dimensions[name] ?? '') === filter[name]
	);
}
