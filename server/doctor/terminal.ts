// The doctor from outside the relay: speaks to it as a stranger would, and reads its notes in the data folder where it
// wants a sign-in.
import type { DoctorMark, Health } from '#lib/domain/views.ts';
import type { Config } from '../config.ts';
import type { RelayAnswer } from './deps.ts';
import { readMarks } from './marks.ts';

const TIMEOUT_MS = 3000;

export function askRelay({ port }: Pick<Config, 'port'>, fetcher: typeof fetch): () => Promise<RelayAnswer> {
	return async () => {
		let response: Response;
		try {
			response = await fetcher(`http://localhost:${port}/api/health`, {
				signal: AbortSignal.timeout(TIMEOUT_MS),
				redirect: 'manual'
			});
		} catch {
			return { kind: 'down' }; // Whatever kept it from answering, nobody does.
		}
		if (response.status === 401 || response.status === 403) return { kind: 'closed' };
		try {
			const health = (await response.json()) as Partial<Health>;
			if (
				typeof health.version === 'string' &&
				Array.isArray(health.sources) &&
				typeof health.epoch === 'string'
			)
				return { kind: 'open', health: health as Health };
			// A relay that tells strangers no more than that it is there.
			if (health.status === 'ok' || health.status === 'degraded') return { kind: 'closed' };
		} catch {
			// No JSON: another program's port.
		}
		return { kind: 'foreign', said: `HTTP ${response.status}` };
	};
}

export function askMarks(
	{ dataDir }: Pick<Config, 'dataDir'>,
	relay: () => Promise<RelayAnswer>
): () => Promise<DoctorMark[]> {
	return async () => {
		const answer = await relay();
		const told = answer.kind === 'open' ? (answer.health.doctor ?? []) : [];
		return [...told, ...readMarks(dataDir)];
	};
}
