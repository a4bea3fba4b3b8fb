// Runs store.bench.ts in Chromium and holds its figures against the aims: ingest with the fold beside the bare packed
// write, and Overview cold on a small and on a large store.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { atLeast, atMost, type Bench, type Figure } from './figure.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Lines that store.bench.ts prints. */
interface Ingest {
	bench: string;
	count: number;
	bareEventsPerSecond: number;
	ingestEventsPerSecond: number;
	ratio: number;
}

interface Query {
	bench: string;
	count: number;
	/** Median of some runs. */
	ms: number;
	/** Of searches: until there was something to show. */
	firstHitsMs?: number;
}

export const bench: Bench = {
	name: "the browser's store (Chromium, in a worker)",
	needs: 'Chromium',
	async run() {
		const lines = linesOf(await vitest());
		const ingest = lines.filter((line): line is Ingest => line.bench === 'browser ingest').at(-1);
		if (ingest === undefined) throw new Error('the browser gave no figures');
		const shown = ingest.count.toLocaleString('en-US');
		const figures: Figure[] = [
			{ name: `bare packed write, ${shown} events`, value: ingest.bareEventsPerSecond, unit: 'events/s' },
			atLeast('ingest with the fold', ingest.ingestEventsPerSecond, 100_000, 'events/s'),
			atLeast('ingest against the bare write', ingest.ratio, 0.25, '×')
		];
		for (const what of ['overview', 'filtered', 'sessions']) {
			const cold = lines.filter((line): line is Query => line.bench === `browser ${what}, cold`);
			const [small, large] = [cold[0], cold.at(-1)];
			if (small === undefined || large === undefined)
				throw new Error(`the browser gave no figure for ${what}`);
			const name = what === 'filtered' ? 'overview of one project' : what;
			figures.push({
				name: `${name}, cold, ${small.count.toLocaleString('en-US')} events`,
				value: small.ms,
				unit: 'ms'
			});
			if (what !== 'overview') {
				figures.push({ name: `${name}, cold, ${shown} events`, value: large.ms, unit: 'ms' });
				continue;
			}
			figures.push(atMost(`${name}, cold, ${shown} events`, large.ms, 250, 'ms'));
			figures.push(atMost('large against small', large.ms / small.ms, 1.5, '×'));
		}
		for (const [what, most] of [
			['panels', 400],
			['panels, filtered', 400],
			['search', 5000],
			['text search', 5000]
		] as const) {
			const large = lines.filter((line): line is Query => line.bench === `browser ${what}, cold`).at(-1);
			if (large === undefined) throw new Error(`the browser gave no figure for ${what}`);
			figures.push(atMost(`${what}, cold, ${shown} events`, large.ms, most, 'ms'));
			if (large.firstHitsMs !== undefined)
				figures.push(atMost(`${what}, first hits`, large.firstHitsMs, 300, 'ms'));
		}
		return figures;
	}
};

/** What the run printed; rejects when it failed. */
function vitest(): Promise<string> {
	return new Promise((resolve, reject) => {
		const file = join(ROOT, 'node_modules/vitest/vitest.mjs');
		const config = join(import.meta.dirname, 'store.config.ts');
		const child = spawn(process.execPath, [file, 'run', '--config', config], {
			cwd: ROOT,
			env: { ...process.env, NO_COLOR: '1' },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let printed = '';
		const collect = (chunk: Buffer) => {
			printed += chunk.toString();
		};
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve(printed);
			else reject(new Error(`the run in the browser ended with ${code}:\n${printed.slice(-2000)}`));
		});
	});
}

function linesOf(printed: string): (Ingest | Query)[] {
	return printed
		.split('\n')
		.map((line) => line.slice(Math.max(0, line.indexOf('{"bench":'))))
		.filter((line) => line.startsWith('{"bench":'))
		.map((line) => JSON.parse(line) as Ingest | Query)
		.sort((a, b) => a.count - b.count);
}
