// A sample of tests/faults/front-door.test.ts.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMatrix, checkPaths, checkRaw } from '../support/front-door.ts';
import { type Relay, startRelay } from '../support/relay.ts';

let relay: Relay;
beforeAll(async () => {
	relay = await startRelay({ signIn: true });
}, 60_000);
afterAll(() => relay.remove());

test('a sample of the matrix is met as specified', { timeout: 60_000 }, async () => {
	expect(await checkMatrix(relay, 200, 150, false)).toEqual([200, 150]);
});
test('a sample of paths leads to no file', { timeout: 60_000 }, async () => {
	expect(await checkPaths(relay, 20)).toBeGreaterThan(10);
});
test('a sample of malformed requests is refused', { timeout: 60_000 }, async () => {
	expect(await checkRaw(relay, 6)).toBeGreaterThan(10);
});
