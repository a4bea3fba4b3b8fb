import { describe, expect, test } from 'vitest';
import { MIN_PEERS, type Peer, standingOf } from '#lib/domain/peers.ts';

const peers = (...costs: (number | null)[]): Peer[] =>
	costs.map((costNano, i) => ({ key: `p${i}`, costNano, endedAtMs: i }));
const self = (costNano: number | null): Peer => ({ key: 'self', costNano, endedAtMs: 0 });
const TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('a session among those of its project', () => {
	test('is dearer than those that cost less, not than its equals', () => {
		expect(standingOf(self(8), 'tidemark', peers(...TEN))).toMatchObject({ peers: 10, dearerThan: 7 });
		expect(standingOf(self(11), 'tidemark', peers(...TEN)).dearerThan).toBe(10);
		expect(standingOf(self(1), 'tidemark', peers(...TEN)).dearerThan).toBe(0);
	});

	test('has no percentile with too few others', () => {
		const few = peers(...TEN.slice(0, MIN_PEERS - 1));
		expect(standingOf(self(8), 'tidemark', few)).toMatchObject({ peers: MIN_PEERS - 1, dearerThan: null });
	});

	test('is not among its own peers', () => {
		const all = [...peers(...TEN), self(8)];
		expect(standingOf(self(8), 'tidemark', all)).toMatchObject({ peers: 10, dearerThan: 7 });
	});

	test('of unknown cost has no percentile, and others of unknown cost are no peers', () => {
		expect(standingOf(self(null), 'tidemark', peers(...TEN)).dearerThan).toBeNull();
		expect(standingOf(self(3), 'tidemark', peers(...TEN, null, null)).peers).toBe(10);
	});

	test('of no known project stands among nobody', () => {
		expect(standingOf(self(3), null, peers(...TEN))).toEqual({
			project: null,
			peers: 0,
			dearerThan: null,
			typical: null
		});
	});
});

describe('the usual session of a project', () => {
	test('is the one whose cost is nearest the median', () => {
		expect(standingOf(self(100), 'p', peers(1, 2, 9, 50, 60)).typical).toBe('p2');
	});

	test('of an even number lies nearest the middle of the two middle ones', () => {
		// The median is 5.5: both are as near, the later one is taken.
		expect(standingOf(self(100), 'p', peers(1, 2, 9, 50)).typical).toBe('p2');
		expect(standingOf(self(100), 'p', peers(1, 4, 5, 6, 50, 51)).typical).toBe('p3');
	});

	test('exists with a single other, and with none there is none', () => {
		expect(standingOf(self(100), 'p', peers(7)).typical).toBe('p0');
		expect(standingOf(self(100), 'p', [self(100)]).typical).toBeNull();
	});
});
