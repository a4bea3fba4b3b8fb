#!/usr/bin/env node
// The installed program: `tidemark [command]`, the same commands that npm scripts run in a checkout.
const COMMANDS: Record<string, { what: string; run(): Promise<unknown> }> = {
	start: {
		what: 'the app and its relay (also without a command)',
		run: async () => (await import('../main.ts')).main()
	},
	open: { what: 'a new sign-in link for this machine', run: () => import('./open.ts') },
	connect: {
		what: "write the telemetry settings into Claude Code's settings.json",
		run: () => import('./connect.ts')
	},
	doctor: { what: 'look at everything between Claude Code and a figure', run: () => import('./doctor.ts') },
	report: { what: 'what Claude Code cost, in the terminal', run: () => import('./report.ts') },
	import: { what: 'read transcripts into the journal', run: () => import('./import.ts') },
	demo: { what: 'the app on sample data', run: () => import('./demo.ts') },
	backup: { what: 'everything in one file', run: () => import('./backup.ts') },
	restore: { what: 'a backup back into a data folder', run: () => import('./restore.ts') }
};

const name = process.argv[2] ?? 'start';
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined) {
	const asked = ['help', '--help', '-h'].includes(name);
	const lines = Object.entries(COMMANDS).map(([one, { what }]) => `  ${one.padEnd(9)}${what}`);
	const text = `tidemark [command] [options]\n\n${lines.join('\n')}\n\ntidemark <command> --help says more.`;
	if (asked) console.log(text);
	else console.error(`There is no command "${name}".\n\n${text}`);
	process.exitCode = asked ? 0 : 2;
} else {
	// Each command reads its own arguments from there.
	process.argv.splice(2, 1);
	await command.run();
}

export {};
