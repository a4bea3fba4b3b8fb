// `npm run demo [-- --days N]`: the same app on generated data, in a folder of its own that is gone when it ends. Takes no
// telemetry.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main } from '../main.ts';
import { typed } from '../program.ts';
import { createDemo } from '../sources/demo.ts';
import { startDemo } from '../sources/demo-source.ts';
import { buildIfStale } from './build-app.ts';

const SEED = 1;

const days = daysAsked();
if (Number.isNaN(days)) {
	console.error(
		typed('npm run demo [-- --days N]   N: how many days of sample data, 1 to 730; 90 unless given')
	);
	process.exitCode = 2;
} else if (buildIfStale()) await runDemo(mkdtempSync(join(tmpdir(), 'tidemark-demo-')));
else process.exitCode = 1;

async function runDemo(dataDir: string): Promise<void> {
	process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
	await main({
		demo: true,
		note: 'demo     generated sample data, none of it yours; thrown away at the end (Ctrl+C)',
		adjust: (config) => ({
			...config,
			dataDir,
			// Nothing in it is anybody's.
			signIn: false,
			hosts: ['127.0.0.1', '::1'],
			tls: null,
			publicUrl: null,
			otlpHttpPort: null,
			otlpGrpcPort: null,
			retentionDays: null,
			transcripts: [],
			loki: null,
			prometheus: null
		}),
		addSources: ({ ingest, now }) => {
			const utcOffsetMinutes = -new Date(now()).getTimezoneOffset();
			return [
				startDemo({ demo: createDemo({ seed: SEED, nowMs: now(), utcOffsetMinutes, days }), ingest, now })
			];
		}
	});
}

/** NaN: what was asked for makes no sense. */
function daysAsked(): number | undefined {
	const { values } = parseArgs({ options: { days: { type: 'string' } }, strict: false });
	if (values.days === undefined) return undefined;
	const days = Number(values.days);
	return Number.isInteger(days) && days >= 1 && days <= 730 ? days : Number.NaN;
}
