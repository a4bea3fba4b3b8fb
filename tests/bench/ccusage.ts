// Totals straight from transcripts, the import and a second start, against ccusage on the same 1.2 GB in the same run.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeVolume } from '../support/transcript-volume.ts';
import { atMost, type Bench, type Figure } from './figure.ts';

const BYTES = Number(process.env.TIDEMARK_BENCH_BYTES ?? 1.2e9);
const RUNS = Number(process.env.TIDEMARK_BENCH_RUNS ?? 3);
const ROOT = join(import.meta.dirname, '../..');
const CCUSAGE = join(ROOT, 'node_modules/ccusage/dist/main.node.js');

interface Run {
	ms: number;
	/** Most that the process and its children had resident at once, by looking every 10 ms. */
	residentMb: number;
	out: string;
}

export const bench: Bench = {
	name: 'ccusage',
	needs: 'Linux, 2 GB in the folder for temporary files',
	async run() {
		const home = mkdtempSync(join(tmpdir(), 'tidemark-ccusage-'));
		try {
			const volume = writeVolume(join(home, 'projects'), BYTES, 1);
			const theirs: Run[] = [];
			const ours: Run[] = [];
			const imports: Run[] = [];
			// In turn, so that what else the machine does meets all alike.
			for (let run = 0; run < RUNS; run++) {
				theirs.push(await measure([CCUSAGE, 'claude', 'daily', '--json', '--offline'], home));
				ours.push(await measure([...script('report'), 'totals', '--json', '--transcripts', home], home));
				const dataDir = join(home, `data-${run}`);
				imports.push(await measure([...script('import'), '--data-dir', dataDir, home], home));
				rmSync(dataDir, { recursive: true, force: true });
			}
			const sums = JSON.parse(ours[0]!.out) as { costNanoUsd: number; apiRequests: number };
			if (sums.costNanoUsd !== volume.costNano || sums.apiRequests !== volume.requests)
				throw new Error(`${sums.costNanoUsd} nano-USD were found, ${volume.costNano} are there`);
			const starts = secondStarts(home, volume.newest);
			const reference = median(theirs);
			const { median: middle, p99, largest } = volume.sizes;
			const mb = (bytes: number) => (bytes / 1e6).toFixed(1);
			return [
				{
					name: 'ccusage 19.0.3, cold totals',
					value: reference,
					unit: 'ms',
					note: `${volume.files} files, ${mb(volume.bytes)} MB; median ${mb(middle)}, p99 ${mb(p99)}, largest ${mb(largest)} MB; ${spread(theirs)}`
				},
				{
					name: 'ccusage 19.0.3, resident at most',
					value: most(theirs),
					unit: 'MB',
					note: theirTotal(theirs[0]!.out)
				},
				atMost('report --transcripts, to ccusage', median(ours) / reference, 1, '×', spread(ours)),
				atMost(
					'report --transcripts, resident at most',
					most(ours),
					250,
					'MB',
					`${sums.costNanoUsd / 1e9} USD, exact`
				),
				atMost('import into a journal, to ccusage', median(imports) / reference, 3, '×', spread(imports)),
				...starts
			] satisfies Figure[];
		} finally {
			rmSync(home, { recursive: true, force: true });
		}
	}
};

/** What `npm run` gives Node for it. */
function script(name: string): string[] {
	const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
		scripts: Record<string, string>;
	};
	return scripts[name]!.split(' ').slice(1);
}

/** ccusage makes no request of the network: `--offline` takes the prices it was built with. */
function measure(argv: string[], home: string): Promise<Run> {
	const env = { PATH: process.env.PATH, HOME: home, CLAUDE_CONFIG_DIR: home };
	const began = performance.now();
	const child = spawn(process.execPath, argv, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
	let out = '';
	let residentMb = 0;
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	const timer = setInterval(() => {
		residentMb = Math.max(residentMb, residentOf(child.pid!));
	}, 10);
	return new Promise((resolve, reject) => {
		child.on('close', (code) => {
			clearInterval(timer);
			const ms = performance.now() - began;
			if (code === 0) resolve({ ms, residentMb, out });
			else reject(new Error(`${argv[0]} ended with ${code}`));
		});
	});
}

/** Of a process and all it started. Threads are in their process. */
function residentOf(pid: number): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
			readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean)
		);
		const own = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
		return children.reduce((sum, child) => sum + residentOf(Number(child)), own);
	} catch {
		// It ended while it was being looked at.
		return 0;
	}
}

/** The transcript source on a journal that knows the files: first with nothing new, then with one line more. */
function secondStarts(home: string, newest: string): Figure[] {
	const start = () => {
		const script = join(import.meta.dirname, 'transcript-reader.ts');
		const { stdout, stderr, status } = spawnSync(process.execPath, [script, home, join(home, 'data')], {
			encoding: 'utf8'
		});
		if (status !== 0) throw new Error(stderr);
		return JSON.parse(stdout) as { ms: number; bytes: number };
	};
	start();
	const again = start();
	const line = '{"type":"mode","mode":"default"}\n';
	// A line under way is ended first: it is not JSON, and counted.
	appendFileSync(newest, `\n${line}`);
	const grown = start();
	return [
		atMost('second start, nothing new', again.ms, 300, 'ms', `${again.bytes} bytes read`),
		atMost('second start, one file grown', grown.ms, 300, 'ms', `${grown.bytes} bytes read`)
	];
}

function theirTotal(out: string): string {
	const { totals } = JSON.parse(out) as { totals: { totalCost: number; inputTokens: number } };
	return `${totals.totalCost.toFixed(2)} USD`;
}

function median(runs: Run[]): number {
	return runs.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(runs.length / 2)]!;
}

function most(runs: Run[]): number {
	return Math.max(...runs.map(({ residentMb }) => residentMb));
}

function spread(runs: Run[]): string {
	const ms = runs.map(({ ms }) => ms);
	return `${runs.length} runs, ${Math.round(Math.min(...ms))} to ${Math.round(Math.max(...ms))} ms`;
}
