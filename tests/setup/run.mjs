// Runs every test there is, in order of cost, stops at the first red step, and closes with the counts of all.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const results = 'test-results/counts';
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const vitest = (project) => ({
	name: project,
	command: ['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${results}/${project}.json`],
	counts: () => {
		const report = read(`${project}.json`);
		return [report.numPassedTests, report.numFailedTests, report.numPendingTests + report.numTodoTests];
	}
});

const steps = [
	{ name: 'check', command: ['npm', 'run', '--silent', 'check'] },
	{ name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
	vitest('unit'),
	vitest('browser'),
	{ name: 'build', command: ['npm', 'run', '--silent', 'build'] },
	{
		name: 'e2e',
		command: ['playwright', 'test', '--reporter=list,json'],
		env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'e2e.json') },
		counts: () => {
			const { stats } = read('e2e.json');
			return [stats.expected, stats.unexpected + stats.flaky, stats.skipped];
		}
	}
];

const total = [0, 0, 0];
let failedStep = null;
for (const step of steps) {
	console.log(`\n── ${step.name}`);
	const started = Date.now();
	const [program, ...args] = step.command[0] === 'npm' ? step.command : ['npx', ...step.command];
	const { status } = spawnSync(program, args, {
		stdio: 'inherit',
		shell: process.platform === 'win32',
		env: { ...process.env, ...step.env }
	});
	console.log(`── ${step.name}: ${status === 0 ? 'ok' : 'failed'} in ${Math.round((Date.now() - started) / 1000)} s`);
	if (step.counts) step.counts().forEach((count, index) => (total[index] += count));
	if (status !== 0) {
		failedStep = step.name;
		break;
	}
}

if (failedStep !== null) console.log(`\nStopped at: ${failedStep}`);
console.log(`\n${total[0]} passed, ${total[1]} failed, ${total[2]} skipped`);
process.exit(failedStep === null ? 0 : 1);

function read(file) {
	return JSON.parse(readFileSync(join(results, file), 'utf8'));
}
