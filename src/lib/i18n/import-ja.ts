// Sentences on importing files, in Japanese. Part of `ja.ts`.
import type { importEn } from './import-en.ts';

export const importJa: typeof importEn = {
	title: 'インポート',
	lead: 'トランスクリプトやそのフォルダー、書き出したイベントを、アプリのどこにでもドロップしてください。何を何度ドロップしても二重に数えられません。',
	where:
		'Claude Code のトランスクリプトは ~/.claude/projects にあります。隠しフォルダーなので、ダイアログで Ctrl+H（Mac は ⌘⇧.）を押すか、パスを入力してください。',
	own: 'Tidemark が動いているマシンのものは、インポートしなくても自動で読み込まれます。',
	folder: 'フォルダーを選ぶ',
	files: 'ファイルを選ぶ',
	choose: 'ファイルまたはフォルダー',
	another: 'さらにインポート',
	pickFailed: (detail) => `開けませんでした: ${detail}`,
	content: {
		off: 'プロンプトの本文とツールの入力は保存されません。保存するには TIDEMARK_TRANSCRIPT_CONTENT=on を設定してください。',
		on: 'プロンプトの本文とツールの入力も保存されます（TIDEMARK_TRANSCRIPT_CONTENT=on）。'
	},
	shared: {
		title: 'Tidemark に渡されたファイル',
		lead: (_n, text) => `このアプリに共有された ${text} 件のファイルはまだ読み込まれていません:`,
		more: (text) => `ほか ${text} 件`,
		accept: 'インポートする',
		discard: '破棄'
	},
	phases: {
		finding: 'ファイルを探しています',
		asking: 'リレーに確認しています',
		reading: '読み込み中',
		waiting: 'リレーを待っています',
		done: 'インポートしました',
		stopped: '中止しました',
		failed: 'インポートできませんでした',
		offline: 'リレーに接続できません',
		demo: 'インポートできませんでした'
	},
	found: (_n, text) => `これまでに ${text} ファイル`,
	progress: '読み込んだバイト数',
	filesOf: (done, total) => `${total} ファイル中 ${done}`,
	bytesOf: (done, total) => `${total} 中 ${done}`,
	rate: (bytes) => `毎秒 ${bytes}`,
	left: (duration) => `残り ${duration}`,
	cancel: 'キャンセル',
	tryNow: '今すぐ試す',
	waitingNote: (detail) =>
		`${detail} 読み込んだ内容はこのタブに保持され、リレーが応答し次第送信されます。タブを開いたままにしてください。`,
	offlineNote:
		'ジャーナルはリレーにあるため、リレーが応答してから読み込みます。リレーを起動して、もう一度お試しください。',
	demoNote:
		'これはサンプルデータです。実際のファイルは混ぜられません。デモを終了し、npm start を実行してください。',
	stoppedNote: 'それまでに送信した内容は保存されています。同じものをもう一度インポートすれば残りが入ります。',
	failedNote: (detail) => `${detail} それまでに送信した内容は保存されています。`,
	nothing: 'トランスクリプトも書き出したファイルもありませんでした。',
	report: {
		files: '読み込んだファイル',
		size: 'サイズ',
		accepted: '新規または補足されたイベント',
		duplicates: '既知のイベント',
		passed: '対象外のレコード',
		tooOld: '保存期間より古いイベント',
		skipped: '読み込まなかったファイル',
		problems: '読み込めなかった行',
		why: '理由',
		count: '件数',
		examples: '例',
		none: 'すべてのファイルとすべての行を読み込めました。'
	},
	skips: {
		'other-kind': 'トランスクリプトでも書き出したファイルでもない（*.jsonl）',
		backup: 'バックアップ: Tidemark を停止し、npm run restore -- FILE を実行してください',
		journal: 'Tidemark のデータベース: 元の場所でバックアップを作り、それを復元してください',
		'not-events': '別の内容の JSON Lines',
		empty: '空',
		unreadable: '読み込めない: その間に移動・変更されたか、権限がない'
	},
	reasons: {
		'too long': '8 MB より長い',
		'no UTF-8': 'UTF-8 でないバイトを置換文字で読み込み',
		unfinished: '最後の行が書きかけ',
		'line is not JSON': 'JSON ではない',
		'line is not a record': 'レコードではない',
		'no time': '時刻がない',
		'time before 2020': '2020 年より前の時刻',
		'time more than a day ahead': '1 日以上先の時刻',
		'response without an id': 'ID のない応答',
		'tool result without an id': 'ID のないツール結果',
		'invalid usage': '正しくないトークン数',
		'not an event': 'イベントではない',
		'not an allowed source': 'インポートできないソース',
		'a transcript with a cost of its own': '費用が書かれたトランスクリプト',
		'not the id of such an event': 'イベントと合わない ID'
	},
	invalid: (field) => `${field} の値が正しくない`
};
