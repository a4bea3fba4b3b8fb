// What an owner asks the relay to do with the data as a whole. Rejects with ApiError; its message is for a person.
import type { ForgetScope, Forgetting, Forgot, Retention } from '#lib/domain/data.ts';
import { createApi } from '#lib/stream/api.ts';

export interface OwnerData {
	/** Address of the backup file. */
	readonly backupUrl: string;
	forgetting(scope: ForgetScope): Promise<Forgetting>;
	forget(scope: ForgetScope): Promise<Forgot>;
	/** As it is set; with `days`, what that would mean. */
	retention(days?: number | null): Promise<Retention>;
	setRetention(days: number | null): Promise<Retention>;
}

export function createOwnerData(): OwnerData {
	const api = createApi({ baseUrl: location.origin });
	return {
		backupUrl: '/api/data/backup',
		forgetting({ fromMs, toMs, project }) {
			const query = new URLSearchParams();
			if (fromMs !== null) query.set('from', String(fromMs));
			if (toMs !== null) query.set('to', String(toMs));
			if (project !== null) query.set('project', project);
			return api.json(`/api/data/forget?${query}`);
		},
		forget: (scope) => api.send('POST', '/api/data/forget', { scope, confirm: 'delete' }),
		retention: (days) =>
			api.json(days === undefined ? '/api/data/retention' : `/api/data/retention?days=${days ?? 'all'}`),
		setRetention: (days) => api.send('PUT', '/api/data/retention', { days })
	};
}
