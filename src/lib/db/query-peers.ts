// How dear a session is among the others of its project, from the sessions table alone.
import { dimensionsOf } from '#lib/domain/dimensions.ts';
import { type Peer, type Standing, standingOf } from '#lib/domain/peers.ts';
import type { SessionRow } from '#lib/domain/rows.ts';
import { isSession, lifetimeSummary, sessionSpan } from '#lib/domain/summary.ts';
import { membersOf, readNames } from './names.ts';
import type { QueryArgs } from './protocol.ts';
import type { QueryContext } from './query-overview.ts';

/** Parsed at a time, so that other questions get their turn. */
const AT_ONCE = 500;

/** `null`: no such session. */
export async function queryPeers(
	context: QueryContext,
	{ key }: QueryArgs<'peers'>
): Promise<Standing | null> {
	const nowMs = context.nowMs();
	const { sessions } = await context.cache.read({ sessions: [key] });
	const row = sessions.get(key);
	if (row === undefined) return null;
	const names = await readNames(context.store);
	const own = dimensionsOf(row.facts).project;
	const project = names.shown('project', own);
	const peers: Peer[] = [];
	if (project !== null) {
		const members = await membersOf(context.store, names, 'project', own ?? '');
		const keys = await context.store.sessions.where('project').anyOf(members).primaryKeys();
		for (let i = 0; i < keys.length; i += AT_ONCE) {
			const { sessions } = await context.cache.read({ sessions: keys.slice(i, i + AT_ONCE) });
			for (const other of sessions.values()) {
				const peer = peerOf(other, nowMs);
				if (peer !== null) peers.push(peer);
			}
		}
	}
	const self = peerOf(row, nowMs) ?? { key, costNano: null, endedAtMs: 0 };
	return standingOf(self, project, peers);
}

/** `null`: an id that is no session. */
function peerOf(row: SessionRow, nowMs: number): Peer | null {
	const life = lifetimeSummary(row, nowMs);
	if (!isSession(life)) return null;
	const unknown = life.costNanoUsd === 0 && life.unpricedRequests > 0;
	return { key: row.key, costNano: unknown ? null : life.costNanoUsd, endedAtMs: sessionSpan(row).endedAtMs };
}
