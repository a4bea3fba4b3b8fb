// The demo's telemetry: months of made-up work by one person on several projects, then work that goes on. Pure: the
// same seed and clock give the same events. Nothing here was measured.
import type { DomainEvent } from '#lib/domain/event.ts';
import { type Chance, createChance } from './demo-random.ts';
import { playSession, type SessionPlan } from './demo-session.ts';
import { MACHINES, PROJECTS } from './demo-words.ts';

export interface DemoOptions {
	seed: number;
	/** The moment the demo starts: the backlog ends here, live work goes on. */
	nowMs: number;
	days?: number;
	/** 1 is about 100,000 events in 90 days. */
	scale?: number;
	/** Working hours are kept in this zone. */
	utcOffsetMinutes?: number;
}

export interface Demo {
	/** Everything up to `nowMs`, a day at a time, oldest first. */
	backlog(): Generator<DomainEvent[]>;
	/** What goes on around and after `nowMs`, in order of time, without end. Begins shortly before it. */
	live(): Generator<DomainEvent>;
}

const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;
/** Live work has begun by the time one looks. */
const WARM_UP_MS = 12 * MINUTE_MS;
const DESKS = 3;

export function createDemo(options: DemoOptions): Demo {
	const { seed, nowMs, days = 90, scale = 1, utcOffsetMinutes = 0 } = options;
	const offsetMs = utcOffsetMinutes * MINUTE_MS;
	return {
		*backlog() {
			const firstDay = Math.floor((nowMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs - (days - 1) * DAY_MS;
			for (let day = 0; day < days; day++) {
				const dayMs = firstDay + day * DAY_MS;
				const events = planDay(seed, dayMs, offsetMs, scale).flatMap(playSession);
				yield inOrder(events.filter((event) => event.atMs < nowMs));
			}
		},
		*live() {
			const desks = Array.from({ length: DESKS }, (_, desk) => {
				const startMs = nowMs - WARM_UP_MS + desk * 3 * MINUTE_MS;
				return { desk, turn: 0, queue: [] as DomainEvent[], next: 0, freeAtMs: startMs };
			});
			for (;;) {
				for (const desk of desks) {
					if (desk.next < desk.queue.length) continue;
					const chance = createChance(`${seed} live ${nowMs} ${desk.desk} ${desk.turn++}`);
					desk.queue = playSession({
						...planSession(chance, desk.freeAtMs),
						prompts: chance.integer(6, 14),
						brisk: true
					});
					desk.next = 0;
					desk.freeAtMs = desk.queue.at(-1)!.atMs + Math.round(chance.around(2 * MINUTE_MS, 0.5));
				}
				const soonest = desks.reduce((a, b) => (a.queue[a.next]!.atMs <= b.queue[b.next]!.atMs ? a : b));
				yield soonest.queue[soonest.next++]!;
			}
		}
	};
}

/** The sessions of a day: busy weekdays, quiet weekends, a holiday now and then, and rarely a day that cost a lot. */
function planDay(seed: number, dayMs: number, offsetMs: number, scale: number): SessionPlan[] {
	const chance = createChance(`${seed} day ${dayMs}`);
	const weekday = new Date(dayMs + offsetMs).getUTCDay();
	const weekend = weekday === 0 || weekday === 6;
	const usual = weekend ? 0.7 : chance.happens(0.05) ? 0 : 5.4;
	const count = Math.round(usual * scale * chance.around(1, 0.35));
	return Array.from({ length: count }, (_, index) => {
		const own = createChance(`${seed} session ${dayMs} ${index}`);
		const hour = weekend
			? 10 + own.next() * 11
			: own.weighted({ 8: 1, 9: 4, 10: 4, 11: 3, 13: 3, 14: 4, 15: 4, 16: 3, 20: 1 });
		return planSession(own, dayMs + Math.round((Number(hour) + own.next()) * 60 * MINUTE_MS));
	});
}

function planSession(chance: Chance, startMs: number): SessionPlan {
	const shares = Object.fromEntries(PROJECTS.map((project) => [project.name, project.share]));
	const project = PROJECTS.find((candidate) => candidate.name === chance.weighted(shares)) ?? PROJECTS[0]!;
	const marathon = chance.happens(0.012);
	return {
		chance,
		startMs,
		project,
		machine: project.profile === 'personal' ? 'sams-laptop' : chance.weighted(MACHINES),
		model: marathon
			? 'claude-opus-4-8'
			: chance.weighted({
					'claude-sonnet-5': 52,
					'claude-opus-5-5': 33,
					'claude-haiku-5-5': 8,
					'claude-opus-4-8': 7
				}),
		prompts: marathon ? chance.integer(22, 45) : Math.min(36, Math.max(1, Math.round(chance.around(5, 0.8)))),
		marathon
	};
}

function inOrder(events: DomainEvent[]): DomainEvent[] {
	return events.sort((a, b) => a.atMs - b.atMs);
}
