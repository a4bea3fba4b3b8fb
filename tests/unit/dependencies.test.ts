// What is installed to run the app: as many as the README says, each named there, and none that runs a script to install.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const lock = JSON.parse(read('package-lock.json')) as {
	packages: Record<string, { dev?: boolean; hasInstallScript?: boolean }>;
};
const installed = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);

test('the README says how many', () => {
	const said = /To run, (\d+) packages are installed/.exec(read('README.md'))?.[1];
	expect(Number(said)).toBe(installed.length);
});
test('none runs a script to install', () => {
	expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
});
test('each asked for by name is explained in the README', () => {
	const { dependencies, optionalDependencies } = JSON.parse(read('package.json')) as Record<
		string,
		Record<string, string>
	>;
	const table = read('README.md').split('## Dependencies')[1]!.split('To build and in the app')[0]!;
	const names = Object.keys({ ...dependencies, ...optionalDependencies });
	expect(names.filter((name) => !new RegExp(`[| ]${name}[,| ]`).test(table))).toEqual([]);
});
