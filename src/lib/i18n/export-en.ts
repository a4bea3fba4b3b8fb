// Sentences on taking data out as files, in English. Part of `en.ts`.
export const exportEn = {
	action: 'Export CSV',
	actionJson: 'Export JSON lines',
	what: 'What to export',
	kinds: {
		sessions: 'Sessions',
		days: 'Days by model',
		prompts: 'Prompts',
		requests: 'Requests',
		events: 'Events',
		jsonl: 'Events, complete (JSON lines)'
	},
	running: 'Writing the file…',
	stop: 'Stop',
	stopped: 'Export stopped, no file was made.',
	progress: 'Progress of the export',
	sofar: (rows: string) => `${rows} rows so far`,
	done: (rows: string, name: string) => `${rows} rows in ${name}.`,
	incomplete: 'This device does not have all events of the past yet: the file holds those it has.',
	failed: (detail: string) => `The file could not be written: ${detail}`
};
