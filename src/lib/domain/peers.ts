// A session among the others of its project: how dear it is, and which of them is the usual one. Pure.

/** With fewer others a percentile says nothing. */
export const MIN_PEERS = 10;

export interface Peer {
	key: string;
	/** Over its whole life; `null`: not known. */
	costNano: number | null;
	endedAtMs: number;
}

export interface Standing {
	/** `null`: not known, so there is nobody to stand among. */
	project: string | null;
	/** Other sessions of the project whose cost is known. */
	peers: number;
	/** How many of them cost less; `null` with fewer than MIN_PEERS, or where the session's own cost is not known. */
	dearerThan: number | null;
	/** The one whose cost is nearest the median of all; `null`: there is no other. */
	typical: string | null;
}

/** `session` itself, if it is among `others`, is left out of them. */
export function standingOf(session: Peer, project: string | null, others: readonly Peer[]): Standing {
	const peers = project === null ? [] : others.filter(isKnown).filter(({ key }) => key !== session.key);
	const { costNano } = session;
	return {
		project,
		peers: peers.length,
		dearerThan:
			costNano === null || peers.length < MIN_PEERS
				? null
				: peers.filter((peer) => peer.costNano < costNano).length,
		typical: nearestMedian(peers)
	};
}

type KnownPeer = Peer & { costNano: number };

function isKnown(peer: Peer): peer is KnownPeer {
	return peer.costNano !== null;
}

/** Of equally near ones the later, then the smaller key. */
function nearestMedian(peers: readonly KnownPeer[]): string | null {
	const costs = peers.map(({ costNano }) => costNano).sort((a, b) => a - b);
	const middle = costs.length / 2;
	const median = (costs[Math.ceil(middle - 1)]! + costs[Math.floor(middle)]!) / 2;
	const off = ({ costNano }: KnownPeer) => Math.abs(costNano - median);
	const nearest = peers.toSorted(
		(a, b) => off(a) - off(b) || b.endedAtMs - a.endedAtMs || (a.key < b.key ? -1 : 1)
	);
	return nearest[0]?.key ?? null;
}
