// Sentences on importing files, in English. Part of `en.ts`.
const rules = new Intl.PluralRules('en');

const plural = (n: number, text: string, one: string, other: string): string =>
	`${text} ${rules.select(n) === 'one' ? one : other}`;

export const importEn = {
	title: 'Import',
	lead: 'Drop transcripts, a folder of them or an export of events anywhere in the app. Nothing is counted twice, whatever is dropped and how often.',
	where:
		'Claude Code keeps transcripts in ~/.claude/projects. The folder is hidden: in the dialog press Ctrl+H, on a Mac ⌘⇧., or type its path.',
	own: 'Those of the machine Tidemark runs on are read without being asked for.',
	folder: 'Choose a folder',
	files: 'Choose files',
	choose: 'Files or a folder',
	another: 'Import more',
	pickFailed: (detail: string) => `That could not be opened: ${detail}`,
	content: {
		off: 'Texts of prompts and tool input are left out: TIDEMARK_TRANSCRIPT_CONTENT=on keeps them.',
		on: 'Texts of prompts and tool input are kept (TIDEMARK_TRANSCRIPT_CONTENT=on).'
	},
	shared: {
		title: 'Files handed to Tidemark',
		lead: (n: number, text: string) =>
			`${plural(n, text, 'file', 'files')} shared with this app, not read yet:`,
		more: (text: string) => `and ${text} more`,
		accept: 'Import them',
		discard: 'Discard'
	},
	phases: {
		finding: 'Looking for files',
		asking: 'Asking the relay',
		reading: 'Reading',
		waiting: 'Waiting for the relay',
		done: 'Imported',
		stopped: 'Stopped',
		failed: 'Not imported',
		offline: 'The relay cannot be reached',
		demo: 'Not imported'
	},
	found: (n: number, text: string) => `${plural(n, text, 'file', 'files')} so far`,
	progress: 'Bytes read',
	filesOf: (done: string, total: string) => `${done} of ${total} files`,
	bytesOf: (done: string, total: string) => `${done} of ${total}`,
	rate: (bytes: string) => `${bytes}/s`,
	left: (duration: string) => `${duration} left`,
	cancel: 'Cancel',
	tryNow: 'Try now',
	waitingNote: (detail: string) =>
		`${detail} What was read is kept in this tab and sent as soon as the relay answers: leave it open.`,
	offlineNote: 'Files are read when the relay answers, for it holds the journal. Start it, then try again.',
	demoNote: 'This is sample data: real files are not mixed in. Stop the demo and run npm start.',
	stoppedNote: 'What had been sent until then is kept. Import the same again at any time for the rest.',
	failedNote: (detail: string) => `${detail} What had been sent until then is kept.`,
	nothing: 'No transcript and no export was among the files.',
	report: {
		files: 'Files read',
		size: 'Size',
		accepted: 'Events new or completed',
		duplicates: 'Known already',
		passed: 'Records of no interest',
		tooOld: 'Older than what is kept',
		skipped: 'Files not read',
		problems: 'Lines not read',
		why: 'Reason',
		count: 'How many',
		examples: 'For example',
		none: 'Every file and every line could be read.'
	},
	skips: {
		'other-kind': 'Neither a transcript nor an export (*.jsonl)',
		backup: 'A backup: stop Tidemark and run npm run restore -- FILE',
		journal: 'A database of Tidemark: make a backup of it there, and restore that',
		'not-events': 'JSON lines of something else',
		empty: 'Empty',
		unreadable: 'Could not be read: moved, changed or forbidden meanwhile'
	},
	reasons: {
		'too long': 'Longer than 8 MB',
		'no UTF-8': 'Bytes that are no UTF-8, read with a mark in their place',
		unfinished: 'The last line is unfinished',
		'line is not JSON': 'Not JSON',
		'line is not a record': 'Not a record',
		'no time': 'Without a time',
		'time before 2020': 'A time before 2020',
		'time more than a day ahead': 'A time more than a day ahead',
		'response without an id': 'A response without an id',
		'tool result without an id': 'A tool result without an id',
		'invalid usage': 'Token counts that are none',
		'not an event': 'Not an event',
		'not an allowed source': 'From a source that cannot be imported',
		'a transcript with a cost of its own': 'A transcript that states a cost',
		'not the id of such an event': 'An id that does not belong to the event'
	} as Record<string, string>,
	invalid: (field: string) => `Not a value of ${field}`
};
