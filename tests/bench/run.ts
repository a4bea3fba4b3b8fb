// `npm run bench [-- name … --keep DIR --only PART,…]`: seeded measurements, with the machine they were made on. Exit code
// 1 when an aim is missed.
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, Figure } from './figure.ts';

const ALL: Record<string, () => Promise<{ bench: Bench }>> = {
	import: () => import('./import.ts'),
	decode: () => import('./decode.ts'),
	ingest: () => import('./ingest.ts'),
	latency: () => import('./latency.ts'),
	memory: () => import('./memory.ts'),
	transcripts: () => import('./transcripts.ts'),
	ccusage: () => import('./ccusage.ts'),
	backfill: () => import('./backfill.ts'),
	page: () => import('./page.ts'),
	browser: () => import('./browser.ts'),
	views: () => import('./views.ts'),
	lighthouse: () => import('./lighthouse.ts')
};

const { positionals: wanted, values: given } = parseArgs({
	allowPositionals: true,
	options: { keep: { type: 'string' }, only: { type: 'string' } }
});
const options = {
	keep: given.keep ?? null,
	only: given.only === undefined ? null : new Set(given.only.split(',')),
	tell
};
const unknown = wanted.filter((name) => ALL[name] === undefined);
if (unknown.length > 0) {
	console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(ALL).join(', ')}.`);
	process.exit(2);
}

const processors = cpus();
console.log(
	`${processors[0]?.model.trim() ?? 'unknown processor'}, ${processors.length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ` +
		`Node ${process.version}, ${process.platform} ${process.arch}\n`
);

let missed = 0;
for (const name of wanted.length > 0 ? wanted : Object.keys(ALL)) {
	const { bench } = await ALL[name]!();
	console.log(bench.name);
	try {
		tell(await bench.run(options));
	} catch (error) {
		// One that cannot run must not hide the others' figures.
		console.log(`  failed: ${error instanceof Error ? error.message : String(error)}`);
		missed += 1;
	}
	console.log();
}
console.log(missed === 0 ? 'Every aim met.' : `${missed} aims missed.`);
process.exitCode = missed === 0 ? 0 : 1;

function tell(figures: readonly Figure[]): void {
	for (const figure of figures) {
		console.log(line(figure));
		if (figure.aim && !figure.aim.met) missed += 1;
	}
}

function line({ name, value, unit, aim, note }: Figure): string {
	const digits = unit === 'events/s' ? 0 : unit === 'MB' ? 1 : 2;
	const shown = value.toLocaleString('en-US', {
		maximumFractionDigits: digits,
		minimumFractionDigits: digits
	});
	const held = aim ? `${aim.met ? 'ok  ' : 'MISS'} ${aim.text}` : '';
	return `  ${name.padEnd(48)}${shown.padStart(12)} ${unit.padEnd(9)} ${held.padEnd(16)}${note ?? ''}`.trimEnd();
}
