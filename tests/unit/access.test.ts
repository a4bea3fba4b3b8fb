// Sign-in at the relay: what a code, a session, a token is worth, for how long, and how often one may guess.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Access, createAccess } from '#server/access/access.ts';
import { OPEN_MS } from '#server/access/codes.ts';
import { memoryAccessDatabase, openAccessDatabase } from '#server/access/database.ts';
import { ABSOLUTE_MS, cleanName, IDLE_MS } from '#server/access/devices.ts';
import { mayDo, needOf } from '#server/access/gate.ts';
import { createLimiter } from '#server/access/limiter.ts';
import { PAIRING_MS, PAIRING_TRIES } from '#server/access/pairings.ts';
import { isPlaceholder, newDigits, newSecret } from '#server/access/secrets.ts';
import { senderOf } from '#server/sources/otlp/token.ts';

const START_MS = Date.UTC(2026, 10, 20, 12);
const DAY_MS = 86_400_000;

interface Clocked extends Disposable {
	access: Access;
	pass(ms: number): void;
	/** Signs in by a new link. */
	enter(): { id: string; cookie: string; key: string };
}

function clocked(signIn = true): Clocked {
	let nowMs = START_MS;
	const access = createAccess({ db: memoryAccessDatabase(), signIn, publicUrl: null, now: () => nowMs });
	return {
		access,
		pass(ms) {
			nowMs += ms;
		},
		enter() {
			const result = access.exchange(access.openCode(), 'Desk', '127.0.0.1');
			if ('refused' in result) throw new Error(result.refused);
			return { id: result.device.id, cookie: result.cookie, key: result.key };
		},
		[Symbol.dispose]: () => access.close()
	};
}

const refusal = (result: ReturnType<Access['exchange']>) => ('refused' in result ? result.refused : 'in');

describe('a session', () => {
	test('needs both of its secrets', () => {
		using relay = clocked();
		const { cookie, key } = relay.enter();
		const other = relay.enter();
		expect(relay.access.visitor(cookie, key)).toMatchObject({ role: 'owner', device: { name: 'Desk' } });
		for (const [c, k] of [
			[cookie, null],
			[null, key],
			[cookie, newSecret()],
			[newSecret(), key],
			[cookie, other.key],
			[other.cookie, key],
			[key, cookie],
			['', ''],
			[`${cookie}x`, key]
		] as const)
			expect(relay.access.visitor(c, k)).toBe('signed_out');
	});

	test('ends after 30 days without a visit, and after 90 whatever happens', () => {
		using idle = clocked();
		const first = idle.enter();
		idle.pass(IDLE_MS - 1);
		expect(idle.access.visitor(first.cookie, first.key)).toMatchObject({ role: 'owner' });
		idle.pass(IDLE_MS);
		expect(idle.access.visitor(first.cookie, first.key)).toBe('session_expired');

		using busy = clocked();
		const second = busy.enter();
		for (let day = 1; day < 90; day++) {
			busy.pass(DAY_MS);
			expect(busy.access.visitor(second.cookie, second.key)).toMatchObject({ role: 'owner' });
		}
		busy.pass(DAY_MS);
		expect([ABSOLUTE_MS, busy.access.visitor(second.cookie, second.key)]).toEqual([
			90 * DAY_MS,
			'session_expired'
		]);
	});

	test('is revoked for good, the device is told so, and what it had begun ends', () => {
		using relay = clocked();
		const phone = relay.enter();
		const desk = relay.enter();
		const work = relay.access.live.join(phone.id);
		expect(relay.access.devices.revoke(phone.id)).toBe(true);
		expect(relay.access.devices.revoke(phone.id)).toBe(false);
		relay.access.live.check();
		expect(work.signal.aborted).toBe(true);
		expect(relay.access.visitor(phone.cookie, phone.key)).toBe('session_revoked');
		expect(relay.access.visitor(desk.cookie, desk.key)).toMatchObject({ role: 'owner' });
		expect(relay.access.devices.all(desk.id).map(({ id, current }) => [id, current])).toEqual([
			[desk.id, true]
		]);
	});

	test('ends with all others but the one that asks', () => {
		using relay = clocked();
		const sessions = [relay.enter(), relay.enter(), relay.enter()];
		expect(relay.access.devices.revokeAll(sessions[1]!.id)).toBe(2);
		const states = sessions.map(({ cookie, key }) => relay.access.visitor(cookie, key));
		expect(states).toEqual([
			'session_revoked',
			expect.objectContaining({ role: 'owner' }),
			'session_revoked'
		]);
	});

	test('keeps no secret in its database', () => {
		const db = memoryAccessDatabase();
		const access = createAccess({ db, signIn: true, publicUrl: null, now: () => START_MS });
		const code = access.openCode();
		const entered = access.exchange(code, 'Desk', '');
		if ('refused' in entered) throw new Error(entered.refused);
		const { secret } = access.tokens.make({ name: 'build', machine: null, user: null })!;
		const kept = ['devices', 'codes', 'tokens', 'settings']
			.flatMap((table) => db.prepare(`SELECT * FROM ${table}`).all())
			.flatMap((row) => Object.values(row as object))
			.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)));
		for (const told of [code, entered.cookie, entered.key, secret]) {
			const raw = Buffer.from(told, 'base64url').toString('latin1');
			expect(kept.filter((value) => value.includes(told) || value.includes(raw))).toEqual([]);
		}
		access.close();
	});

	test('with sign-in off everyone is the owner', () => {
		using relay = clocked(false);
		expect(relay.access.visitor(null, null)).toEqual({ role: 'owner', device: null, person: null });
	});
});

describe('a link', () => {
	test('lets in once, within ten minutes', () => {
		using relay = clocked();
		const code = relay.access.openCode();
		expect(refusal(relay.access.exchange(code, 'a', ''))).toBe('in');
		expect(refusal(relay.access.exchange(code, 'b', ''))).toBe('code_expired');
		const late = relay.access.openCode();
		relay.pass(OPEN_MS);
		expect(refusal(relay.access.exchange(late, 'c', ''))).toBe('code_expired');
		expect(refusal(relay.access.exchange(newSecret(), 'd', ''))).toBe('code_unknown');
	});

	test('tells a relay without owners from one with', () => {
		using relay = clocked();
		expect(relay.access.isNew).toBe(true);
		const { id } = relay.enter();
		expect(relay.access.isNew).toBe(false);
		relay.access.devices.revoke(id);
		expect(relay.access.isNew).toBe(true);
	});
});

describe('a pairing', () => {
	test.each(['digits', 'code'] as const)('lets in once by its %s, with its role', (way) => {
		using relay = clocked();
		const pairing = relay.access.pairings.make('viewer', null, 'desk');
		expect(pairing.digits).toMatch(/^\d{8}$/);
		const entered = relay.access.exchange(pairing[way], 'Phone', '10.0.0.9');
		expect(entered).toMatchObject({ device: { role: 'viewer', name: 'Phone' } });
		expect(relay.access.pairings.state(pairing.id, 'desk')).toBe('used');
		for (const again of ['digits', 'code'] as const)
			expect(refusal(relay.access.exchange(pairing[again], 'Other', '10.0.0.9'))).toBe('code_expired');
	});

	test('ends after two minutes, and when it is cancelled by the device that made it', () => {
		using relay = clocked();
		const late = relay.access.pairings.make('owner', null, 'desk');
		relay.pass(PAIRING_MS);
		expect(refusal(relay.access.exchange(late.code, 'x', ''))).toBe('code_expired');
		const ended = relay.access.pairings.make('owner', null, 'desk');
		relay.access.pairings.cancel(ended.id, 'somebody else');
		expect(relay.access.pairings.state(ended.id, 'desk')).toBe('waiting');
		expect(relay.access.pairings.state(ended.id, 'somebody else')).toBeNull();
		relay.access.pairings.cancel(ended.id, 'desk');
		expect(refusal(relay.access.exchange(ended.code, 'x', ''))).toBe('code_expired');
	});

	test('stands five wrong digits; then its digits are spent and its link is not', () => {
		using relay = clocked();
		const pairing = relay.access.pairings.make('viewer', null, 'desk');
		const wrong = String((Number(pairing.digits) + 1) % 1e8).padStart(8, '0');
		for (let tries = 0; tries < PAIRING_TRIES; tries++) {
			expect(relay.access.pairings.state(pairing.id, 'desk')).toBe('waiting');
			expect(refusal(relay.access.exchange(wrong, 'x', `10.0.0.${tries}`))).toBe('code_unknown');
		}
		expect(relay.access.pairings.state(pairing.id, 'desk')).toBe('spent');
		expect(refusal(relay.access.exchange(pairing.digits, 'x', '10.0.1.1'))).toBe('code_expired');
		expect(refusal(relay.access.exchange(pairing.code, 'x', '10.0.1.1'))).toBe('in');
	});
});

describe('guessing', () => {
	test('ten thousand guesses: at most ten a minute are looked at, memory is bounded, and the owner still gets in', () => {
		using relay = clocked();
		const minutes: Record<number, number> = {};
		for (let guess = 0; guess < 10_000; guess++) {
			relay.pass(100);
			const code = guess % 2 === 0 ? newDigits() : newSecret();
			const result = refusal(
				relay.access.exchange(code, 'x', `10.${guess % 7}.${guess % 251}.${guess % 97}`)
			);
			if (result !== 'slow_down')
				minutes[Math.floor((guess * 100) / 60_000)] = (minutes[Math.floor((guess * 100) / 60_000)] ?? 0) + 1;
			else expect(result).toBe('slow_down');
		}
		// A sliding minute: a clock minute may see the end of one window and the start of the next.
		expect(Object.values(minutes).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(
			10 * (Math.ceil(10_000 / 600) + 1)
		);
		expect(relay.access.limiter.size).toBeLessThanOrEqual(10_000);
		expect(relay.enter().id).toMatch(/^[0-9a-f]{16}$/);
	});

	test('in any minute at most ten, from however many addresses', () => {
		let nowMs = 0;
		const limiter = createLimiter(() => nowMs);
		const taken: number[] = [];
		for (let guess = 0; guess < 5000; guess++) {
			nowMs += 97;
			if (limiter.ask(`address ${guess}`) === 0) taken.push(nowMs);
		}
		for (const time of taken)
			expect(taken.filter((other) => other > time - 60_000 && other <= time).length).toBeLessThanOrEqual(10);
		expect(taken.length).toBeGreaterThan(50);
	});

	test('one address waits ever longer after five, and starts anew when it was right', () => {
		let nowMs = 0;
		const limiter = createLimiter(() => nowMs);
		for (let tries = 0; tries < 5; tries++) expect(limiter.ask('a')).toBe(0);
		expect(limiter.ask('a')).toBe(2000);
		nowMs += 2000;
		expect(limiter.ask('a')).toBe(0);
		expect(limiter.ask('a')).toBe(4000);
		expect(limiter.ask('b')).toBe(0);
		limiter.passed('a');
		expect(limiter.ask('a')).toBe(0);
	});

	test('a million addresses are not remembered', () => {
		let nowMs = 0;
		const limiter = createLimiter(() => nowMs);
		for (let address = 0; address < 30_000; address++) {
			nowMs += 60_001;
			limiter.ask(String(address));
		}
		expect(limiter.size).toBe(10_000);
	});
});

describe('an ingest token', () => {
	test('says who sends, and nothing once it is revoked', () => {
		using relay = clocked();
		const { token, secret } = relay.access.tokens.make({ name: 'build', machine: 'ci-7', user: 'ada' })!;
		const rules = { token: null, tokens: relay.access.tokens };
		expect(secret).toMatch(/^tdm_[\w-]{43}$/);
		expect(senderOf(rules, `Bearer ${secret}`, '10.0.0.9')).toEqual({ machine: 'ci-7', user: 'ada' });
		expect(relay.access.tokens.all()).toEqual([
			{ id: token.id, name: 'build', machine: 'ci-7', user: 'ada', madeAtMs: START_MS, usedAtMs: START_MS }
		]);
		expect(relay.access.tokens.revoke(token.id)).toBe(true);
		expect(senderOf(rules, `Bearer ${secret}`, '10.0.0.9')).toBeNull();
		expect(senderOf(rules, `Bearer ${secret}`, '127.0.0.1')).toBeNull();
	});

	test.each([
		[null, undefined, '127.0.0.1', true],
		[null, undefined, '::1', true],
		[null, undefined, '10.0.0.9', false],
		[null, undefined, null, false],
		[null, 'Bearer of-somebody-else', '127.0.0.1', true],
		[null, 'Bearer of-somebody-else', '10.0.0.9', false],
		[null, 'Basic YTpi', '10.0.0.9', false],
		['for-everyone', undefined, '127.0.0.1', false],
		['for-everyone', 'Bearer wrong', '127.0.0.1', false],
		['for-everyone', 'Bearer for-everyone', '10.0.0.9', true],
		['for-everyone', 'bearer   for-everyone', '10.0.0.9', true]
	])('set for all: %j, sent: %j, from %j: %j', (token, authorization, address, allowed) => {
		expect(senderOf({ token }, authorization, address) !== null).toBe(allowed);
	});

	test('is of no use for reading', () => {
		using relay = clocked();
		const { secret } = relay.access.tokens.make({ name: 'build', machine: null, user: null })!;
		expect(relay.access.visitor(secret, secret)).toBe('signed_out');
		expect(relay.access.visitor(secret.slice(4), secret.slice(4))).toBe('signed_out');
		expect(refusal(relay.access.exchange(secret, 'x', ''))).toBe('code_unknown');
	});
});

test.each([
	['GET', '/api/health', 'anyone'],
	['HEAD', '/api/health', 'anyone'],
	['GET', '/metrics', 'anyone'],
	['POST', '/api/session', 'anyone'],
	['POST', '/api/invitation', 'anyone'],
	['GET', '/api/invitation', 'owner'],
	['PUT', '/api/password', 'viewer'],
	['GET', '/api/people', 'owner'],
	['POST', '/api/people/abc/invitation', 'owner'],
	['GET', '/api/stream', 'viewer'],
	['HEAD', '/api/stream', 'viewer'],
	['DELETE', '/api/session', 'viewer'],
	['DELETE', '/api/push/subscriptions/abc', 'viewer'],
	['DELETE', '/api/push/subscriptions/abc/more', 'owner'],
	['PUT', '/api/plans/budgets/1', 'owner'],
	['GET', '/api/devices', 'owner'],
	['POST', '/api/pairings', 'owner'],
	['GET', '/api/tokens', 'owner'],
	['GET', '/api/data/backup', 'owner'],
	['POST', '/api/health', 'owner'],
	['GET', '/api/health/', 'owner'],
	['GET', '/api//health', 'owner'],
	['GET', '/API/stream', 'owner'],
	['GET', '/api/what-comes-next', 'owner']
])('%s %s is for: %s', (method, path, need) => {
	expect(needOf(method, path)).toBe(need);
});

test('what a viewer may do, members and owners may; nothing the other way', () => {
	expect(mayDo('viewer', 'viewer') && mayDo('member', 'viewer') && mayDo('owner', 'owner')).toBe(true);
	expect(mayDo('viewer', 'member') || mayDo('viewer', 'owner') || mayDo('member', 'owner')).toBe(false);
});

test.each([
	'changeme',
	'CHANGE-ME',
	'password',
	'secret123',
	'your-token-here',
	'<token>',
	'12345678',
	'aaaaaaaaaaaa'
])('%s stands in examples', (value) => expect(isPlaceholder(value)).toBe(true));

test('names are one line, short, and never empty', () => {
	expect(cleanName(' My\u202e phone\n\u0000 ')).toBe('My phone');
	expect(cleanName('\u200b')).toBe('?');
	expect(cleanName('x'.repeat(500))).toHaveLength(60);
});

test.skipIf(process.platform === 'win32')(
	'its files are for their owner alone, whatever the umask, and each folder has an instance of its own',
	() => {
		const before = process.umask(0);
		const root = mkdtempSync(join(tmpdir(), 'tidemark-access-'));
		try {
			const instances = new Set<string>();
			for (let folder = 0; folder < 20; folder++) {
				const dir = join(root, String(folder));
				const db = openAccessDatabase(dir);
				const access = createAccess({ db, signIn: true, publicUrl: null, now: Date.now });
				access.openCode();
				instances.add(access.instance);
				expect(statSync(dir).mode & 0o777).toBe(0o700);
				expect(readdirSync(dir).length).toBeGreaterThan(0);
				for (const name of readdirSync(dir))
					expect([name, statSync(join(dir, name)).mode & 0o777]).toEqual([name, 0o600]);
				access.close();
			}
			expect(instances.size).toBe(20);
		} finally {
			process.umask(before);
			rmSync(root, { recursive: true });
		}
	}
);

test('another process that writes to the folder ends sessions within a second', async () => {
	const root = mkdtempSync(join(tmpdir(), 'tidemark-access-'));
	const access = createAccess({ db: openAccessDatabase(root), signIn: true, publicUrl: null, now: Date.now });
	const entered = access.exchange(access.openCode(), 'Desk', '');
	if ('refused' in entered) throw new Error(entered.refused);
	const work = access.live.join(entered.device.id);
	const other = createAccess({ db: openAccessDatabase(root), signIn: true, publicUrl: null, now: Date.now });
	const ended = new Promise((resolve) => work.signal.addEventListener('abort', resolve));
	expect(other.devices.revokeAll()).toBe(1);
	await ended;
	expect(access.visitor(entered.cookie, entered.key)).toBe('session_revoked');
	// The link it makes is taken here.
	expect(refusal(access.exchange(other.openCode(), 'Desk', ''))).toBe('in');
	other.close();
	access.close();
	rmSync(root, { recursive: true });
});
