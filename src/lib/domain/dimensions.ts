// Who and where: the five dimensions of a session, from the facts its events state. One table for every source.
import type { Facts } from './event.ts';
import type { SessionRow } from './rows.ts';

export interface Dimensions {
	user: string | null;
	profile: string | null;
	machine: string | null;
	project: string | null;
	branch: string | null;
}

/** For each dimension the facts that can answer it, best first. */
const ANSWERS: Record<keyof Dimensions, readonly (keyof Facts)[]> = {
	user: ['tokenUser', 'email', 'account', 'userId'],
	profile: ['profile', 'configFolder'],
	machine: ['tokenMachine', 'host', 'relayHost'],
	project: ['project', 'repository', 'folder'],
	branch: ['branch', 'headBranch']
};

/** The value most events of the session state (the smaller text on a tie); `null` when none is stated. */
export function dimensionsOf(facts: SessionRow['facts']): Dimensions {
	const of = (dimension: keyof Dimensions): string | null => {
		for (const kind of ANSWERS[dimension]) {
			const counts = facts[kind];
			let best: string | null = null;
			for (const value in counts) {
				const more = counts[value]! - (best === null ? 0 : counts[best]!);
				if (more > 0 || (more === 0 && value < best!)) best = value;
			}
			if (best !== null) return best;
		}
		return null;
	};
	return {
		user: of('user'),
		profile: of('profile'),
		machine: of('machine'),
		project: of('project'),
		branch: of('branch')
	};
}

/** Who the event itself says made it: a token's user before what the sender says of itself. */
export function statedUser(facts: Facts): string | null {
	return facts.tokenUser ?? facts.email ?? facts.account ?? facts.userId ?? null;
}

/** Who an event without a session id belongs to. */
export function userOfFacts(facts: Facts): string {
	return statedUser(facts) ?? 'unknown';
}
