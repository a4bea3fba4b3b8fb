import { expect, test } from 'vitest';
import { isApi, oldCaches, shellOf } from '../../src/service-worker/routes.ts';

test.each([
	['/', '/'],
	['/sessions', '/sessions'],
	['/sessions/', '/sessions'],
	['/sessions/0f0f', '/'],
	['/nowhere', '/']
])('%s is answered by the shell of %s', (path, shell) => {
	expect(shellOf(path, ['/', '/sessions', '/live'])).toBe(shell);
});

test.each([
	['/api', true],
	['/api/stream', true],
	['/metrics', true],
	['/apixyz', false],
	['/sessions/api/', false]
])('%s being the API is %s', (path, is) => {
	expect(isApi.test(path)).toBe(is);
});

test('the version before stays for one release, older ones and nobody else’s go', () => {
	expect(
		oldCaches(['tidemark-1', 'other', 'tidemark-2', 'tidemark-3', 'tidemark-4'], 'tidemark-', '4')
	).toEqual(['tidemark-1', 'tidemark-2']);
	expect(oldCaches(['tidemark-4'], 'tidemark-', '4')).toEqual([]);
});
