// Named users: an invitation is good once, a password is slow to guess and hard to count, and the owner's link is never
// in its way.
import { createHash } from 'node:crypto';
import { setImmediate as tick } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Access, createAccess } from '#server/access/access.ts';
import { INVITE_MS } from '#server/access/codes.ts';
import { memoryAccessDatabase, prepareTables } from '#server/access/database.ts';
import { createPasswords, type Derive, faultOf } from '#server/access/passwords.ts';
import { newSecret } from '#server/access/secrets.ts';

const START_MS = Date.UTC(2026, 10, 20, 12);
const PASSWORD = 'correct horse battery';

/** As slow as nothing: for what is not about scrypt itself. */
const quick: Derive = async (password, salt) =>
	Buffer.concat([Buffer.from(password), salt, Buffer.alloc(32)]).subarray(0, 32);

interface Clocked extends Disposable {
	access: Access;
	db: ReturnType<typeof memoryAccessDatabase>;
	pass(ms: number): void;
	/** Somebody with a password, signed in. */
	member(name?: string): Promise<{ id: string; device: string; cookie: string; key: string }>;
}

function clocked(derive: Derive = quick): Clocked {
	let nowMs = START_MS;
	const db = memoryAccessDatabase();
	const access = createAccess({ db, signIn: true, publicUrl: null, now: () => nowMs, derive });
	return {
		access,
		db,
		pass(ms) {
			nowMs += ms;
		},
		async member(name = 'Ada') {
			const { code, person } = invite(access, name);
			const entered = await access.team.accept(code, PASSWORD, 'Laptop', '10.0.0.1');
			if ('refused' in entered) throw new Error(entered.refused);
			return { id: person.id, device: entered.device.id, cookie: entered.cookie, key: entered.key };
		},
		[Symbol.dispose]: () => access.close()
	};
}

function invite(access: Access, name: string, role: 'owner' | 'member' | 'viewer' = 'member') {
	const made = access.team.invite({ name, role, identities: [], inviter: null });
	if (typeof made === 'string') throw new Error(made);
	return made;
}

const outcome = (result: object | null) =>
	result !== null && 'refused' in result ? String(result.refused) : 'in';

describe('an invitation', () => {
	test('is looked at any number of times and taken once', async () => {
		using relay = clocked();
		const { team } = relay.access;
		const { code } = invite(relay.access, 'Ada');
		for (let look = 0; look < 3; look++)
			expect(team.look(code, '10.0.0.1')).toEqual({
				name: 'Ada',
				role: 'member',
				inviter: null,
				endsAtMs: START_MS + INVITE_MS
			});
		const both = await Promise.all([
			team.accept(code, PASSWORD, 'a', '10.0.0.1'),
			team.accept(code, `${PASSWORD}2`, 'b', '10.0.0.1')
		]);
		expect(both.map(outcome).sort()).toEqual(['code_expired', 'in']);
		expect(outcome(await team.accept(code, PASSWORD, 'c', ''))).toBe('code_expired');
		expect(team.look(code, '')).toEqual({ refused: 'code_expired' });
	});

	test('ends after seven days, when another is made, and with the person', async () => {
		using relay = clocked();
		const { team } = relay.access;
		const late = invite(relay.access, 'Ada');
		relay.pass(INVITE_MS);
		expect(outcome(await team.accept(late.code, PASSWORD, 'a', ''))).toBe('code_expired');
		expect(team.all(null)[0]).toMatchObject({ name: 'Ada', hasPassword: false, inviteEndsAtMs: null });
		const second = team.reset(late.person.id)!;
		const third = team.reset(late.person.id)!;
		expect(outcome(await team.accept(second.code, PASSWORD, 'a', ''))).toBe('code_expired');
		expect(team.remove(late.person.id)).toBe(true);
		expect(outcome(await team.accept(third.code, PASSWORD, 'a', ''))).toBe('code_expired');
		expect(team.all(null)).toEqual([]);
	});

	test('is of no use without a password, and other codes are none', async () => {
		using relay = clocked();
		const { access } = relay;
		const { code } = invite(access, 'Ada', 'owner');
		expect(outcome(access.exchange(code, 'a', ''))).toBe('code_unknown');
		expect(outcome(await access.team.accept(access.openCode(), PASSWORD, 'a', 'x'))).toBe('code_unknown');
		const pairing = access.pairings.make('owner', null, 'desk');
		expect(outcome(await access.team.accept(pairing.code, PASSWORD, 'a', 'y'))).toBe('code_unknown');
		expect(outcome(await access.team.accept(newSecret(), PASSWORD, 'a', 'z'))).toBe('code_unknown');
		// None of that used it up.
		expect(outcome(await access.team.accept(code, PASSWORD, 'a', ''))).toBe('in');
	});

	test('stands a password that will not do, and asks for another', async () => {
		using relay = clocked();
		const { code } = invite(relay.access, 'Bartholomew');
		for (const [password, fault] of [
			['short', 'short'],
			['x'.repeat(201), 'long'],
			['bartholomew1', 'common'],
			['password12345', 'common'],
			['abcabcabcabc', 'common'],
			['0123456789', 'common']
		] as const)
			expect([password, outcome(await relay.access.team.accept(code, password, 'a', ''))]).toEqual([
				password,
				fault
			]);
		expect(faultOf('correct horse', 'Ada')).toBeNull();
		expect(outcome(await relay.access.team.accept(code, PASSWORD, 'a', ''))).toBe('in');
	});

	test('and the password are kept as hashes only', async () => {
		using relay = clocked(async (password, salt) =>
			createHash('sha256').update(password).update(salt).digest()
		);
		const { code, person } = invite(relay.access, 'Ada');
		expect(outcome(await relay.access.team.accept(code, PASSWORD, 'a', ''))).toBe('in');
		const kept = ['users', 'codes', 'devices']
			.flatMap((table) => relay.db.prepare(`SELECT * FROM ${table}`).all())
			.flatMap((row) => Object.values(row as object))
			.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)));
		const raw = Buffer.from(code, 'base64url').toString('latin1');
		for (const secret of [code, raw, PASSWORD])
			expect(kept.filter((value) => value.includes(secret))).toEqual([]);
		expect(kept).toContain(person.id);
		expect(kept.some((value) => /^scrypt\$15\$8\$3\$[\w-]{22}\$/.test(value))).toBe(true);
	});
});

describe('name and password', () => {
	test('sign in on another device, however the name is written', async () => {
		using relay = clocked();
		const { id } = await relay.member('Ada Lovelace');
		for (const name of ['Ada Lovelace', ' ada  lovelace ', 'ＡＤＡ lovelace']) {
			const entered = await relay.access.team.signIn(name, PASSWORD, 'Phone', '10.0.0.2');
			expect(entered).toMatchObject({ device: { role: 'member', user: id, name: 'Phone' } });
		}
		expect(outcome(await relay.access.team.signIn('Ada Lovelace', 'wrong', 'x', ''))).toBe('wrong_password');
	});

	test('an unknown name, one without a password and a wrong password are told apart by nothing', async () => {
		const costs: string[] = [];
		using relay = clocked(async (password, salt, cost) => {
			costs.push(`${JSON.stringify(cost)} ${salt.length}`);
			return quick(password, salt, cost);
		});
		const { team } = relay.access;
		await relay.member('Ada');
		invite(relay.access, 'Invited');
		costs.length = 0;
		const answers: unknown[] = [];
		for (const name of ['Ada', 'Invited', 'Nobody']) {
			const own: unknown[] = [];
			for (let tries = 0; tries < 7; tries++)
				own.push(await team.signIn(name, 'a wrong password', 'x', name));
			answers.push(own);
			relay.pass(60_000);
		}
		expect(answers[1]).toEqual(answers[0]);
		expect(answers[2]).toEqual(answers[0]);
		expect(costs.length).toBe(15);
		expect(new Set(costs).size).toBe(1);
	});

	test('real scrypt tells right from wrong, with N = 2^15, r = 8, p = 3', { timeout: 60_000 }, async () => {
		const passwords = createPasswords();
		const kept = await passwords.hash('pässword of mine');
		expect(kept).toMatch(/^scrypt\$15\$8\$3\$/);
		expect(await passwords.verify('pa\u0308ssword of mine', kept)).toBe(true);
		expect(await passwords.verify('password of mine', kept)).toBe(false);
		expect(await passwords.verify('pässword of mine', null)).toBe(false);
		expect(await passwords.hash('pässword of mine')).not.toBe(kept);
	});

	test('at most two are looked at at a time, and few wait', async () => {
		let running = 0;
		let most = 0;
		const open: (() => void)[] = [];
		const passwords = createPasswords(async (password, salt, cost) => {
			most = Math.max(most, ++running);
			await new Promise<void>((resolve) => open.push(resolve));
			running--;
			return quick(password, salt, cost);
		});
		const all = Array.from({ length: 60 }, () => passwords.verify('x', null));
		const settled = Promise.allSettled(all);
		for (let done = 0; done < 42; done++) {
			while (open.length === 0) await tick();
			open.shift()!();
		}
		const results = await settled;
		expect(most).toBe(2);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(42);
	});

	test('ten thousand guesses: at most ten in any minute are looked at, memory is bounded, the owner gets in', async () => {
		const looks: number[] = [];
		let nowMs = START_MS;
		const access = createAccess({
			db: memoryAccessDatabase(),
			signIn: true,
			publicUrl: null,
			now: () => nowMs,
			derive: (password, salt, cost) => {
				looks.push(nowMs);
				return quick(password, salt, cost);
			}
		});
		const { code } = invite(access, 'Ada');
		await access.team.accept(code, PASSWORD, 'a', '10.9.9.9');
		looks.length = 0;
		const before = process.memoryUsage().heapUsed;
		for (let guess = 0; guess < 10_000; guess++) {
			nowMs += 100;
			const name = guess % 3 === 0 ? 'Ada' : `somebody ${guess}`;
			const result = await access.team.signIn(
				name,
				`guess ${guess}`,
				'x',
				`10.${guess % 7}.${guess % 251}.9`
			);
			expect(['slow_down', 'wrong_password']).toContain(outcome(result));
			// Neither the link nor a camera's code waits for any of it.
			if (guess % 2500 === 0) {
				expect(outcome(access.exchange(access.openCode(), 'Desk', '127.0.0.1'))).toBe('in');
				const { digits } = access.pairings.make('viewer', null, 'desk');
				expect(outcome(access.exchange(digits, 'Phone', '10.0.0.9'))).toBe('in');
			}
		}
		for (const time of looks)
			expect(looks.filter((other) => other > time - 60_000 && other <= time).length).toBeLessThanOrEqual(10);
		expect(looks.length).toBeGreaterThan(50);
		expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
		access.close();
	});

	test('an account waits ever longer, from wherever it is guessed at', async () => {
		using relay = clocked();
		await relay.member('Ada');
		for (let tries = 0; tries < 5; tries++)
			expect(outcome(await relay.access.team.signIn('ada', 'wrong', 'x', `10.0.0.${tries}`))).toBe(
				'wrong_password'
			);
		expect(await relay.access.team.signIn('Ada', PASSWORD, 'x', '10.1.1.1')).toEqual({
			refused: 'slow_down',
			waitMs: 2000
		});
		relay.pass(2000);
		expect(outcome(await relay.access.team.signIn('Ada', PASSWORD, 'x', '10.1.1.1'))).toBe('in');
		expect(outcome(await relay.access.team.signIn('Ada', PASSWORD, 'x', '10.1.1.1'))).toBe('in');
	});
});

describe('a person', () => {
	test('who is removed is out at once: sessions, what they had begun, and ways in', async () => {
		using relay = clocked();
		const { access } = relay;
		const ada = await relay.member('Ada');
		const other = await relay.member('Grace');
		const work = access.live.join(ada.device);
		const kept = access.live.join(other.device);
		const pairing = access.pairings.make('viewer', ada.id, ada.device);
		expect(access.team.remove(ada.id)).toBe(true);
		expect([work.signal.aborted, kept.signal.aborted]).toEqual([true, false]);
		expect(access.visitor(ada.cookie, ada.key)).toBe('session_revoked');
		expect(access.visitor(other.cookie, other.key)).toMatchObject({ role: 'member' });
		expect(outcome(access.exchange(pairing.code, 'x', ''))).toBe('code_expired');
		expect(outcome(await access.team.signIn('Ada', PASSWORD, 'x', ''))).toBe('wrong_password');
		expect(access.team.remove(ada.id)).toBe(false);
	});

	test('is reset: the old password and all sessions end, a new link begins', async () => {
		using relay = clocked();
		const { access } = relay;
		const ada = await relay.member('Ada');
		const { code } = access.team.reset(ada.id)!;
		expect(access.visitor(ada.cookie, ada.key)).toBe('session_revoked');
		expect(outcome(await access.team.signIn('Ada', PASSWORD, 'x', ''))).toBe('wrong_password');
		expect(outcome(await access.team.accept(code, 'another long one', 'x', ''))).toBe('in');
		expect(outcome(await access.team.signIn('Ada', 'another long one', 'x', ''))).toBe('in');
	});

	test('changes the password with the old one, which ends the other sessions', async () => {
		using relay = clocked();
		const { access } = relay;
		const ada = await relay.member('Ada');
		const phone = await access.team.signIn('Ada', PASSWORD, 'Phone', '');
		if ('refused' in phone) throw new Error(phone.refused);
		const visitor = access.visitor(ada.cookie, ada.key);
		if (typeof visitor === 'string') throw new Error(visitor);
		const change = (current: string, next: string) =>
			access.team.changePassword(visitor.device!, current, next, '');
		expect(outcome(await change('wrong', 'another long one'))).toBe('wrong_password');
		expect(outcome(await change(PASSWORD, 'short'))).toBe('short');
		expect(access.visitor(phone.cookie, phone.key)).toMatchObject({ role: 'member' });
		expect(await change(PASSWORD, 'another long one')).toBeNull();
		expect(access.visitor(phone.cookie, phone.key)).toBe('session_revoked');
		expect(access.visitor(ada.cookie, ada.key)).toMatchObject({ role: 'member' });
		expect(outcome(await access.team.signIn('Ada', PASSWORD, 'x', ''))).toBe('wrong_password');
		expect(outcome(await access.team.signIn('Ada', 'another long one', 'x', ''))).toBe('in');
	});

	test.each([
		['owner', 'viewer', 'owner', 'viewer'],
		['owner', 'member', 'owner', 'member'],
		['owner', 'viewer', 'viewer', 'viewer'],
		['owner', 'viewer', 'member', 'viewer'],
		['owner', 'member', 'viewer', 'viewer'],
		['member', 'owner', 'member', 'owner'],
		['member', 'owner', 'viewer', 'viewer'],
		['viewer', 'member', 'viewer', 'member']
	] as const)('from %s to %s: a device of %s becomes one of %s', async (from, to, device, after) => {
		using relay = clocked();
		const { access } = relay;
		const { person } = invite(access, 'Ada', from);
		const entered = access.exchange(access.pairings.make(device, person.id, 'x').code, 'Phone', '');
		if ('refused' in entered) throw new Error(entered.refused);
		const work = access.live.join(entered.device.id);
		const waiting = access.pairings.make(device, person.id, 'x');
		expect(access.team.change(person.id, { role: to })).toBe(true);
		expect(access.visitor(entered.cookie, entered.key)).toMatchObject({ role: after });
		// It begins anew, and sees what is its now.
		expect(work.signal.aborted).toBe(true);
		expect(outcome(access.exchange(waiting.code, 'Phone', ''))).toBe('code_expired');
	});

	test('has a name of their own', () => {
		using relay = clocked();
		invite(relay.access, 'Ada');
		for (const name of ['Ada', ' ADA ', 'Ａda'])
			expect(relay.access.team.invite({ name, role: 'viewer', identities: [], inviter: null })).toBe(
				'name_taken'
			);
	});

	test('of the time before invitations is read as it was kept', () => {
		const db = memoryAccessDatabase();
		db.exec(`DROP TABLE users; CREATE TABLE users (
			id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password TEXT, made REAL NOT NULL
		) WITHOUT ROWID; INSERT INTO users VALUES ('1', 'Ada', 'viewer', NULL, 5); PRAGMA user_version = 1`);
		prepareTables(db, ':memory:');
		const access = createAccess({ db, signIn: true, publicUrl: null, now: () => START_MS });
		expect(access.team.all(null)).toMatchObject([{ name: 'Ada', identities: [], hasPassword: false }]);
		access.close();
	});
});
