// The connection in a few words, and how serious it is.
import type { ConnectionStatus } from '#lib/domain/views.ts';
import type { Format } from '#lib/format.ts';
import type { Dictionary } from '#lib/i18n/en.ts';

export interface ConnectionText {
	/** `busy`: on its way; `away`: the relay cannot be heard; `bad`: it needs a person. */
	tone: 'live' | 'busy' | 'away' | 'bad';
	label: string;
}

export function describeConnection(
	status: ConnectionStatus | null,
	offlineSinceMs: number | null,
	t: Dictionary,
	format: Format
): ConnectionText {
	const words = t.connection;
	if (status === null) return { tone: 'busy', label: words.starting };
	switch (status.state) {
		case 'connecting':
			return { tone: 'busy', label: words.connecting };
		case 'catching-up': {
			const { history } = status;
			if (!history || history.total === 0) return { tone: 'busy', label: words.catchingUp };
			return {
				tone: 'busy',
				label: words.catchingUpTo(format.percent(Math.min(1, history.have / history.total)))
			};
		}
		case 'live':
			return status.health?.status === 'degraded'
				? { tone: 'bad', label: words.degraded }
				: { tone: 'live', label: words.live };
		case 'offline':
			if (offlineSinceMs === null) return { tone: 'away', label: words.offline };
			return { tone: 'away', label: words.offlineSince(format.time(offlineSinceMs).slice(0, 5)) };
		case 'signed-out':
			return { tone: 'bad', label: words.signedOut };
		case 'refused':
			return { tone: 'bad', label: words.refused };
		case 'update-needed':
			return { tone: 'bad', label: words.updateNeeded };
	}
}
