// Sentences on taking data out as files, in Japanese. Part of `ja.ts`.
import type { exportEn } from './export-en.ts';

export const exportJa: typeof exportEn = {
	action: 'CSV に書き出す',
	actionJson: 'JSON Lines に書き出す',
	what: '書き出す内容',
	kinds: {
		sessions: 'セッション',
		days: 'モデル別の日次合計',
		prompts: 'プロンプト',
		requests: 'リクエスト',
		events: 'イベント',
		jsonl: 'すべてのイベント（JSON Lines）'
	},
	running: 'ファイルを書き込み中…',
	stop: '中止',
	stopped: '書き出しを中止しました。ファイルは作られていません。',
	progress: '書き出しの進み具合',
	sofar: (rows) => `現在 ${rows} 行`,
	done: (rows, name) => `${name} に ${rows} 行を書き込みました。`,
	incomplete: 'この端末には過去のイベントがまだすべて届いていません。ファイルには今あるものだけが入ります。',
	failed: (detail) => `ファイルを書き込めませんでした: ${detail}`
};
