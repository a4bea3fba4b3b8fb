// Everything that may come to the app's port, all of it, against a running relay with sign-in on. The app must be built.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMatrix, checkPaths, checkRaw } from '../support/front-door.ts';
import { type Relay, startRelay } from '../support/relay.ts';

let relay: Relay;
beforeAll(async () => {
	relay = await startRelay({ signIn: true });
}, 60_000);
afterAll(() => relay.remove());

test('3,000 of the matrix, and every method on every route by every credential, are met as specified', {
	timeout: 300_000
}, async () => {
	expect(await checkMatrix(relay, 3000, 2000, true)).toEqual([3000, 836]);
});
test('no path leads to a file', { timeout: 300_000 }, async () => {
	expect(await checkPaths(relay, 1)).toBeGreaterThan(100);
});
test('no malformed request is more than refused', { timeout: 300_000 }, async () => {
	expect(await checkRaw(relay, 1)).toBeGreaterThanOrEqual(60);
});
