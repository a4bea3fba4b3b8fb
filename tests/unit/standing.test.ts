import { expect, test } from 'vitest';
import { createStanding } from '../../src/worker/standing.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

test('what is asked of a store that stands is answered, or fails as it does', async () => {
	const standing = createStanding();
	expect(await standing.ask(async () => 7)).toBe(7);
	await expect(standing.ask(() => Promise.reject(new Error('no such row')))).rejects.toThrow('no such row');
});

test.each([
	['never answers', () => new Promise<never>(() => undefined)],
	['fails', () => Promise.reject(new Error('closed'))],
	['answers too late', () => new Promise<string>((resolve) => setTimeout(resolve, 5, 'old'))]
])('a question that %s because the store falls is asked anew of the next one', async (_, first) => {
	const standing = createStanding();
	let asked = 0;
	const answer = standing.ask<string>(() => {
		asked++;
		if (asked > 1) return Promise.resolve('new');
		const before = first();
		standing.fall();
		return before;
	});
	await new Promise((resolve) => setTimeout(resolve, 10));
	expect(asked).toBe(1);
	standing.rise();
	expect(await answer).toBe('new');
	expect(asked).toBe(2);
});

test('nothing is asked of a store that does not stand', async () => {
	const standing = createStanding();
	standing.fall();
	standing.fall();
	let asked = 0;
	const answer = standing.ask(async () => ++asked);
	await tick();
	expect([standing.stands(), asked]).toEqual([false, 0]);
	standing.rise();
	standing.rise();
	expect([await answer, standing.stands()]).toEqual([1, true]);
});
