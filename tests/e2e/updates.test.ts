import { expect, test } from '@playwright/test';
import { buildTwice, changeVersions } from '../support/two-builds.ts';

test('an update and a rollback under two open tabs leave no blank page and no loop of reloads', async ({
	context
}) => {
	test.setTimeout(300_000);
	const { builds, remove } = buildTwice();
	try {
		expect(await changeVersions(builds, context, 2)).toEqual({ blank: [], extraLoads: 0 });
	} finally {
		remove();
	}
});
