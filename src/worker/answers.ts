// Questions of the page, answered from this tab's own reading of the store.
import { choicesOf } from '#lib/db/filter.ts';
import { queryNamedValues } from '#lib/db/names.ts';
import type { QueryArgs, QueryName, QueryResult } from '#lib/db/protocol.ts';
import { queryAccuracy, queryPriceHealth } from '#lib/db/query-accuracy.ts';
import { createCauses } from '#lib/db/query-causes.ts';
import { type QueryContext, queryOverview } from '#lib/db/query-overview.ts';
import { queryPanels } from '#lib/db/query-panels.ts';
import { queryPeers } from '#lib/db/query-peers.ts';
import { queryRecent, querySession, querySessions, type RemoteEvents } from '#lib/db/query-sessions.ts';
import { rebuild } from '#lib/db/rebuild.ts';
import { keepDays, queryStorage, readKeepDays } from '#lib/db/retention.ts';

import type { DoctorReport } from '#lib/domain/doctor.ts';
import { planAnswers } from './plan-answers.ts';

export interface AnswerOptions {
	context: QueryContext;
	remote: RemoteEvents;
	/** The rows were put in order again and every cache has to read them anew. */
	onRebuilt(rowsVersion: number): void;
	resync(): Promise<void>;
	examine(): Promise<DoctorReport>;
	/** Something a person made was written here. */
	onPlanned(): void;
}

type Answers = { [N in QueryName]: (args: QueryArgs<N>) => Promise<QueryResult<N>> };

export function createAnswers({
	context,
	remote,
	onRebuilt,
	resync,
	onPlanned,
	examine
}: AnswerOptions): Answers {
	const { store } = context;
	const causes = createCauses(context, remote);
	return {
		overview: (args) => queryOverview(context, args),
		panels: (args) => queryPanels(context, args),
		accuracy: (args) => queryAccuracy(context, args),
		priceHealth: () => queryPriceHealth(context),
		sessions: (args) => querySessions(context, args),
		session: (args) => querySession(context, remote, args),
		...causes,
		peers: (args) => queryPeers(context, args),
		...planAnswers(context, onPlanned),
		recent: (args) => queryRecent(store, args),
		choices: () => choicesOf(context),
		namedValues: () => queryNamedValues(context),
		storage: () => queryStorage(store),
		async keepDays({ days, apply }) {
			const kept = days === undefined ? await readKeepDays(store) : days;
			return keepDays(store, { days: kept, apply }, context.nowMs());
		},
		async rebuild() {
			const { equal, events, sync } = await rebuild(store);
			if (!equal) onRebuilt(sync.rowsVersion);
			return { equal, events };
		},
		doctor: () => examine(),
		async resync() {
			await resync();
			return null;
		}
	};
}
