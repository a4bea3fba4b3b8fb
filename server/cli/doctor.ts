// `npm run doctor`: looks at everything between Claude Code and a figure, sends a marked record down the way, and says
// where it stopped and what mends it.
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Check, isWell } from '#lib/domain/doctor.ts';
import { checkTextEn } from '#lib/format/doctor-text.ts';
import { ConfigError, parseConfig } from '../config.ts';
import { DOCTOR_PATIENCE, examine } from '../doctor/doctor.ts';
import { askMarks, askRelay } from '../doctor/terminal.ts';
import { typed } from '../program.ts';
import { whyBuild } from './build-stamp.ts';

const HELP = `npm run doctor -- [--json] [--no-send]

Checks what lies between Claude Code and a figure: versions, ports, folder, disk, Claude Code's settings, sources. Then
sends one marked record the way Claude Code's settings say and follows it: to this relay, or through a Collector to Loki
and Prometheus. The record is no session, no cost and no event; it is recognised and thrown away.

  --json       the report as JSON
  --no-send    send nothing

COLLECTOR_METRICS_URL (http://localhost:8888/metrics) adds a Collector's own counters.

Exit code: 0 all is well; 1 something is broken; 2 not understood.`;

async function main(argv: string[]): Promise<number> {
	if (argv.includes('--help') || argv.includes('-h')) {
		console.log(typed(HELP));
		return 0;
	}
	const unknown = argv.find((argument) => argument !== '--json' && argument !== '--no-send');
	if (unknown !== undefined) {
		console.error(`${unknown} is not known. See --help.`);
		return 2;
	}
	const json = argv.includes('--json');
	try {
		const config = parseConfig(process.env);
		const relay = askRelay(config, fetch);
		const report = await examine({
			config,
			claudeConfigDir: process.env.CLAUDE_CONFIG_DIR,
			home: homedir(),
			collectorMetricsUrl: config.collectorMetricsUrl,
			relay,
			marks: askMarks(config, relay),
			whyBuild,
			fetch,
			now: Date.now,
			sleep: (ms) => sleep(ms),
			id: `doctor-${randomUUID()}`,
			send: !argv.includes('--no-send'),
			patienceMs: DOCTOR_PATIENCE,
			...(json ? {} : { onCheck: (check: Check) => say(check) })
		});
		if (json) console.log(JSON.stringify(report, null, 2));
		else console.log(isWell(report) ? '\nAll is well.' : '\nSomething is broken: see the lines with ✗.');
		return isWell(report) ? 0 : 1;
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		console.error(error.message);
		return 2;
	}
}

const SIGNS = { ok: '✓', note: '!', bad: '✗', skipped: '–' };

function say(check: Check): void {
	if (check.state === 'skipped') return;
	const { name, value, mend } = checkTextEn(check);
	console.log(`${SIGNS[check.state]} ${name.padEnd(26)} ${mend ?? value}`);
}

process.exitCode = await main(process.argv.slice(2));
