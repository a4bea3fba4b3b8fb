// The demo's telemetry: the same by seed, in the shapes the fold takes, and adding up to what its own events say.
import { describe, expect, test } from 'vitest';
import type { DomainEvent } from '#lib/domain/event.ts';
import { applyRecords, type FoldTables } from '#lib/domain/fold.ts';
import { rangeSums } from '#lib/domain/summary.ts';
import { JournalUnavailable } from '#server/journal/journal.ts';
import { createDemo } from '#server/sources/demo.ts';
import { startDemo } from '#server/sources/demo-source.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const EVER = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const events = [...createDemo({ seed: 1, nowMs: NOW }).backlog()].flat();

function count(name: string): number {
	return events.filter((event) => event.name === name).length;
}

function folded(list: DomainEvent[]): FoldTables {
	const tables: FoldTables = { sessions: new Map(), days: new Map() };
	const records = list.map((event, index) => ({ seq: index + 1, slot: index + 1, event }));
	for (let at = 0; at < records.length; at += 500) applyRecords(tables, records.slice(at, at + 500), null);
	return tables;
}

describe('the demo backlog', () => {
	test('is the same for the same seed and clock, and another for another seed', () => {
		const again = [...createDemo({ seed: 1, nowMs: NOW }).backlog()].flat();
		const other = [...createDemo({ seed: 2, nowMs: NOW }).backlog()].flat();
		expect(JSON.stringify(again) === JSON.stringify(events)).toBe(true);
		expect(other[0]?.id).not.toBe(events[0]?.id);
	});

	test('holds about a hundred thousand events of ninety days, none twice, none in the future', () => {
		expect(events.length).toBeGreaterThan(80_000);
		expect(events.length).toBeLessThan(150_000);
		expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
		const times = events.map((event) => event.atMs);
		expect(Math.max(...times.slice(-50_000))).toBeLessThan(NOW);
		expect(NOW - times[0]!).toBeGreaterThan(85 * 86_400_000);
	});

	test('has every kind of thing that happens', () => {
		const names = new Set(events.map((event) => event.name));
		expect([...names].sort()).toEqual([
			'api_error',
			'api_refusal',
			'api_request',
			'api_retries_exhausted',
			'assistant_response',
			'at_mention',
			'compaction',
			'hook_execution_complete',
			'hook_execution_start',
			'hook_registered',
			'mcp_server_connection',
			'metric',
			'other',
			'permission_mode_changed',
			'plugin_loaded',
			'session_info',
			'skill_activated',
			'subagent_completed',
			'tool_decision',
			'tool_result',
			'user_prompt'
		]);
		expect(count('tool_result')).toBeLessThan(count('tool_decision'));
	});

	test('numbers the events of a process without gaps, in order of time', () => {
		const session = events.find((event) => event.name === 'user_prompt')?.sessionId;
		const own = events.filter((event) => event.sessionId === session && event.sequence !== null);
		const sequences = own.map((event) => event.sequence!);
		expect([...sequences].sort((a, b) => a - b)).toEqual(sequences.map((_, index) => index));
	});

	test('is quiet at weekends', () => {
		const weekend = events.filter((event) => [0, 6].includes(new Date(event.atMs).getUTCDay())).length;
		expect(weekend / events.length).toBeLessThan(0.12);
		expect(weekend).toBeGreaterThan(0);
	});

	test('rewrites the cache after a long pause', () => {
		const requests = events.filter(
			(event) => event.name === 'api_request' && event.querySource === 'repl_main_thread'
		);
		const rewritten = requests.filter(
			(event) =>
				event.name === 'api_request' && event.cacheReadTokens === 0 && event.cacheCreationTokens! > 40_000
		);
		expect(rewritten.length).toBeGreaterThan(20);
	});
});

describe('the demo through the fold', () => {
	const tables = folded(events);
	const { total } = rangeSums(tables.days.values(), EVER, { nowMs: NOW + 3_600_000 });

	test('costs what its requests and its metrics say, to the nano-dollar', () => {
		const logged = new Map<string, number>();
		const counted = new Map<string, number>();
		for (const event of events) {
			const model = 'model' in event ? event.model?.replace(/\[.*\]/, '') : '';
			const key = `${event.sessionId} ${model}`;
			if (event.name === 'api_request') logged.set(key, (logged.get(key) ?? 0) + event.costNanoUsd!);
			if (event.name === 'metric' && event.metric === 'cost.usage')
				counted.set(key, (counted.get(key) ?? 0) + Math.round(event.value * 1e9));
		}
		let unlogged = 0;
		for (const [key, nano] of counted) unlogged += Math.max(0, nano - (logged.get(key) ?? 0));
		const requests = [...logged.values()].reduce((sum, nano) => sum + nano, 0);
		expect(total.unloggedNanoUsd).toBe(unlogged);
		expect(unlogged).toBeGreaterThan(0);
		expect(total.costNanoUsd).toBe(requests + unlogged);
		expect(total.unpricedRequests).toBe(0);
	});

	test('counts every event once', () => {
		expect(total.events).toBe(events.length);
		expect(total.requests).toBe(count('api_request'));
		expect(total.prompts).toBe(count('user_prompt'));
		expect(total.toolCalls).toBe(count('tool_result'));
		expect(total.commits).toBeGreaterThan(50);
		expect(total.linesAdded).toBeGreaterThan(5000);
	});
});

describe('live demo work', () => {
	test('goes on in order of time, with a request every few seconds in two or three sessions', () => {
		const soon: DomainEvent[] = [];
		for (const event of createDemo({ seed: 1, nowMs: NOW }).live()) {
			if (event.atMs > NOW + 600_000) break;
			soon.push(event);
		}
		const times = soon.map((event) => event.atMs);
		expect(times).toEqual([...times].sort((a, b) => a - b));
		const after = soon.filter((event) => event.atMs >= NOW);
		const requests = after.filter((event) => event.name === 'api_request').length;
		expect(requests).toBeGreaterThan(40);
		expect(new Set(after.map((event) => event.sessionId)).size).toBeGreaterThanOrEqual(2);
	});
});

describe('the demo as a source', () => {
	const demo = createDemo({ seed: 1, nowMs: NOW, days: 3 });
	const all = [...demo.backlog()].flat();

	test('feeds its backlog, then what has come due since', async () => {
		const kept: DomainEvent[] = [];
		const ingest = (list: readonly DomainEvent[]) => {
			kept.push(...list);
			return { written: list.length, duplicates: 0, refused: 0 };
		};
		const source = startDemo({ demo, ingest, now: () => NOW + 120_000 });
		await source.filled;
		expect(kept.slice(0, all.length).map((event) => event.id)).toEqual(all.map((event) => event.id));
		await expect.poll(() => kept.length).toBeGreaterThan(all.length + 20);
		await source.close(1000);
		expect(source.status()).toMatchObject({ name: 'demo', state: 'receiving', error: null });
		expect(kept.every((event) => event.atMs <= NOW + 120_000)).toBe(true);
	});

	test('tries again what could not be kept, and says so meanwhile', async () => {
		const kept: DomainEvent[] = [];
		let full = true;
		const ingest = (list: readonly DomainEvent[]) => {
			if (full) throw new JournalUnavailable('the disk is full');
			kept.push(...list);
			return { written: list.length, duplicates: 0, refused: 0 };
		};
		const source = startDemo({ demo, ingest, now: () => NOW });
		await expect.poll(() => source.status().state).toBe('error');
		expect(source.status().error).toContain('the disk is full');
		full = false;
		await source.filled;
		await source.close(1000);
		expect(kept.slice(0, all.length).map((event) => event.id)).toEqual(all.map((event) => event.id));
	});
});
