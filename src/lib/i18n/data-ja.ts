// Sentences on the data as a whole and on the monthly statement, in Japanese. Part of `ja.ts`.
import type { dataEn, statementEn } from './data-en.ts';

export const dataJa: typeof dataEn = {
	title: 'データ',
	lead: 'バックアップ、保持期間、削除。',
	link: 'バックアップ、保持期間、削除…',
	failed: (detail) => `実行できませんでした: ${detail}`,
	days: (n) => `${n} 日`,
	all: 'すべて',
	backup: {
		title: 'バックアップと移行',
		what: 'すべてのイベント、数値、予算、アラートとプッシュの鍵を 1 つのファイルに書き出します。サインイン情報は含みません。ファイルを持つ人は中身をすべて読めるので、安全に保管してください。その間も Tidemark は動き続けます。',
		action: '今すぐバックアップ',
		restore:
			'復元や別のマシンへの移行は、そこで Tidemark を止めて次を実行します。ブラウザーは続きから始まります。'
	},
	keep: {
		title: 'イベントの保持期間',
		what: '生のイベント（リクエスト、ツール呼び出し、プロンプト）は一定期間後に手放せます。数値（セッションと 15 分ごとの費用、トークン、件数）は残ります。',
		relay: 'リレー',
		device: 'この端末',
		now: '保持する期間: 直近',
		goes: (events, sessions, date) =>
			`${date} より前の ${sessions} セッション、${events} 件のイベントが消えます。`,
		none: '今消えるものはありません。',
		stays: (days, sessions, money) =>
			`その期間で残るもの: ${days} 日、${sessions} セッションの数値、${money}。`,
		left: (events) => `${events} 件のイベントが残ります。`,
		apply: '手放す',
		applyKeep: '保存',
		applied: '完了しました。',
		fixed: 'TIDEMARK_RETENTION_DAYS で決まっています。',
		deviceNote: 'リレーには残り、ここの数値も変わりません。',
		deviceGoes: (events, date) => `${date} より前の ${events} 件のイベントがこの端末から消えます。`,
		busy: '過去のイベントをまだ受信中です。終わってからもう一度お試しください。'
	},
	forget: {
		title: 'データの削除',
		what: 'リレーから、そして各端末からはオンラインになり次第、完全に削除されます。トランスクリプト、Loki、Prometheus から再び読み込むことはありません。それらと Claude Code 自身のファイル、バックアップには触れません。新しいイベントは引き続き届きます。',
		scope: '対象',
		range: '期間',
		project: 'プロジェクト',
		everything: 'すべて（設定したものを含む）',
		from: '開始',
		to: '終了',
		unknown: '不明なプロジェクト',
		show: '消えるものを見る',
		preview: (events, sessions, money) =>
			`${sessions} セッションの ${events} 件のイベント、${money} が消えます。`,
		goesToo: '次のものも消えます:',
		setUp: {
			budgets: (n) => `予算 ${n} 件`,
			alerts: (n) => `アラート ${n} 件`,
			prices: (n) => `独自の価格 ${n} 件`,
			names: (n) => `独自の名前 ${n} 件`,
			channels: (n) => `チャンネル ${n} 件（アドレスとシークレットを含む）`,
			pushDevices: (n) => `端末 ${n} 台のプッシュ先（そこでアプリを再び開くまで）`
		},
		stays: '残るもの:',
		staying: [
			'サインイン済みの端末と取り込みトークン（設定で無効にできます）。',
			'リレーのプッシュ鍵とイベントの保持期間。',
			'各ブラウザーの表示設定と保存した検索（サインアウトで消えます）。',
			'戻ってこないようにするためのもの: 削除したもののソルト付きハッシュと、読み込んだトランスクリプトのパス。',
			'バックアップ、Claude Code 自身のファイル、Loki、Prometheus。'
		],
		empty: '該当するデータはありません。',
		confirm: (word) => `確認のため「${word}」と入力してください`,
		word: '削除',
		action: '完全に削除',
		working: '削除しています。リレーがデータベースを書き直すため、1 分ほどかかることがあります。',
		done: (events, sessions, money) =>
			`削除しました: ${sessions} セッションの ${events} 件のイベント、${money}。リレーのファイルにはもう残っていません。`,
		notCleared: 'リレーのログを読み取り中のものがありました。Tidemark を再起動すると残りも消えます。',
		aside: (n) =>
			`復元時に退避したフォルダー ${n} 個にまだ残っています。データフォルダーの「replaced-…」を削除してください。`
	}
};

export const statementJa: typeof statementEn = {
	title: '明細',
	link: '月次明細',
	of: (month) => `${month}の明細`,
	month: '月',
	print: '印刷',
	made: (date, zone) => `${date} 作成。日付は ${zone} です。`,
	total: '合計',
	byProject: 'プロジェクト別',
	byModel: 'モデル別',
	byWeek: '週別',
	name: '名前',
	sessions: 'セッション',
	requests: 'リクエスト',
	tokens: 'トークン',
	cost: '費用',
	week: (from, to) => `${from} – ${to}`,
	notes: '数値の根拠',
	running: '月の途中です。数値は現時点のものです。',
	unlogged: (money) => `${money} はメトリクスだけで分かっている額です。`,
	unpriced: (n) => `${n} 件のリクエストは価格が不明で、合計に入っていません。`,
	computed: (money) => `${money} はトークンと価格表から計算しました。`,
	horizon: (date) => `${date} より前の生のイベントはもう保持していませんが、数値は残っています。`,
	away: 'この端末にはまだすべての数値がなく、リレーに接続できません。つながり次第、明細を作成します。',
	nothing: 'この月に受信したものはありません。'
};
