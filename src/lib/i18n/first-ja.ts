// What the first view says, in Japanese: the shape of `first-en.ts`.

import { alertsJa, budgetsJa, notifyJa } from './budgets-ja.ts';
import { statementJa } from './data-ja.ts';
import { exportJa } from './export-ja.ts';
import type { firstEn } from './first-en.ts';
import { namesJa, ownPricesJa } from './names-ja.ts';
import { noticeJa } from './notice-ja.ts';
import { welcomeJa } from './welcome-ja.ts';

export const firstJa: typeof firstEn = {
	app: {
		name: 'Tidemark',
		drop: 'ドロップしてインポート',
		skip: '本文へ移動',
		nav: 'ページ',
		title: (page) => `${page} · Tidemark`,
		unknown: '不明',
		none: '–',
		noneSpoken: '不明',
		loading: '読み込み中…',
		close: '閉じる',
		copy: 'コピー',
		copied: 'コピーしました',
		copyFailed: 'テキストを選択して手動でコピーしてください',
		retry: '再試行',
		other: 'その他',
		checking: 'このブラウザーのセッションを確認しています…'
	},
	nav: {
		overview: '概要',
		sessions: 'セッション',
		live: 'ライブ',
		search: '検索',
		tools: 'ツール',
		performance: '性能',
		productivity: '生産性',
		skills: 'スキル',
		budgets: '予算',
		alerts: 'アラート',
		accuracy: '正確さ',
		settings: '設定',
		more: 'その他',
		commands: 'コマンド'
	},
	budgets: budgetsJa,
	alerts: alertsJa,
	notify: notifyJa,
	notice: noticeJa,
	names: namesJa,
	ownPrices: ownPricesJa,
	exporting: exportJa,
	welcome: welcomeJa,
	statement: statementJa,
	banner: {
		demo: 'サンプルデータ',
		demoDetail: 'デモ用に生成したものです。あなたの利用記録ではありません。',
		update: '新しいバージョンの準備ができました。',
		updateAction: '再読み込み',
		failed: (detail) => `データを保管する部分が停止しました: ${detail}`,
		storage: (detail) => `この端末に写しを保管できません: ${detail}`,
		source: (name, error) => `${name} からデータが届いていません: ${error}`,
		stale: (age, error) => `${age}の数値です。最後の更新に失敗しました: ${error}`,
		failedQuery: (error) => `数値を読み込めませんでした: ${error}`,
		signInOff: 'サインインはオフです。',
		signInOffDetail:
			'このマシンを使う人とプログラムは誰でも、ここにあるすべてを読み、変更できます。閉じるには TIDEMARK_SIGN_IN=off を外してください。',
		importing: (percent) => `インポート中、${percent}`,
		importWaiting: 'インポートはリレーを待っています',
		showImport: '表示'
	},
	connection: {
		label: '接続',
		details: '接続とソース',
		starting: '起動中',
		connecting: '接続中',
		live: 'ライブ',
		catchingUp: '追いつき中',
		catchingUpTo: (percent) => `追いつき中、${percent}`,
		offline: 'オフライン',
		offlineSince: (time) => `${time} からオフライン`,
		offlineNote: 'この端末にある内容は引き続き見られます。接続は自動で復旧します。',
		signedOut: 'サインアウト済み',
		refused: 'リレーに拒否されました',
		updateNeeded: '再読み込みが必要',
		lastFrame: (age) => `リレーからの最後の応答 ${age}`,
		leader: 'このタブがストリームを読んでいます。',
		follower: '別のタブがこのタブの代わりにストリームを読んでいます。',
		history: (have, total) => `この端末の履歴: イベント ${total} 件中 ${have} 件`,
		historyDone: (have) => `すべての履歴がこの端末にあります: イベント ${have} 件`,
		noHealth: 'ソースの状態は、リレーが応答すると表示されます。',
		degraded: '確認が必要なソースがあります',
		retry: '今すぐ接続'
	},
	source: {
		names: {
			otlp: 'Claude Code（OTLP）',
			'otlp-http': 'HTTP 経由の OTLP',
			'otlp-grpc': 'gRPC 経由の OTLP',
			loki: 'Loki',
			prometheus: 'Prometheus',
			transcripts: 'トランスクリプト',
			demo: 'サンプルデータ',
			forward: '転送'
		},
		states: {
			waiting: '待機中',
			receiving: '受信中',
			sending: '送信中',
			idle: '静か',
			error: '失敗中',
			off: 'オフ'
		},
		phases: {
			connecting: '接続中',
			'catching-up': '追いつき中',
			live: 'ライブ',
			polling: '定期的に問い合わせ',
			lagging: '遅延中',
			failing: '失敗中'
		},
		catchingUpTo: (share) => `追いつき中、${share}`,
		failingSince: (when) => `${when} から失敗中`,
		unknownMetrics: (_n, text) => `意味が不明なメトリクス ${text} 件`,
		unknownMetricsNote:
			'より新しい Claude Code が送っています。届いたまま保存し、どの数値にも含めません。これを知るバージョンの Tidemark は、保存されたデータから集計します。',
		lag: (age) => `最新のイベントは ${age} 遅れて届きました`,
		blind: 'データを届けられるソースがありません。現在の支出は見えていません。',
		blindSince: (when) =>
			`${when} 以降、どのソースもデータを届けられていません。その間の支出は見えていません。`,
		last: (age) => `最後のイベント ${age}`,
		never: 'まだ何も届いていません',
		lastSent: (age) => `最後の転送 ${age}`,
		neverSent: 'まだ何も転送していません',
		counts: {
			accepted: '受理',
			rejected: '解釈できず',
			foreign: 'ほかのプログラムから',
			duplicates: '受信済み',
			tooOld: '保管期間より古い',
			unavailable: '再送を依頼',
			spans: 'スパン（保管せず）',
			synthetic: '診断用（集計しない）',
			forwarded: '転送済み',
			refused: '拒否',
			dropped: '破棄',
			retries: '再試行',
			looped: '戻ってきたもの',
			waiting: '待機',
			waitingBytes: '待機中のバイト'
		}
	},
	range: {
		label: '期間',
		presets: { today: '今日', '7d': '7日', '30d': '30日', week: '今週', month: '今月' },
		custom: '日付指定',
		from: '開始',
		to: '終了',
		apply: '表示',
		compare: '前の期間と比較',
		names: { today: '今日', '7d': '直近7日', '30d': '直近30日', week: '今週', month: '今月' },
		before: {
			today: '昨日の同じ時刻まで',
			'7d': 'その前の7日',
			'30d': 'その前の30日',
			week: '先週の同じ時点まで',
			month: '先月の同じ時点まで',
			custom: '前の期間'
		},
		span: (from, to) => (from === to ? from : `${from}〜${to}`)
	},
	filter: {
		label: 'フィルター',
		all: (what) => `すべての${what}`,
		clear: 'フィルターを解除',
		active: (_n, text) => `フィルター ${text} 件`,
		names: {
			model: 'モデル',
			project: 'プロジェクト',
			branch: 'ブランチ',
			profile: 'プロファイル',
			machine: 'マシン',
			user: 'ユーザー'
		},
		plurals: {
			model: 'モデル',
			project: 'プロジェクト',
			branch: 'ブランチ',
			profile: 'プロファイル',
			machine: 'マシン',
			user: 'ユーザー'
		},
		byModelNote: 'エラー、プロンプト、ツールにはモデルの情報がないため、モデルで絞り込むと表示されません。'
	},
	overview: {
		title: '概要',
		cost: (range) => `費用、${range}`,
		same: (before) => `${before}と同じ`,
		more: (change, before) => `${before}より ${change} 多い`,
		less: (change, before) => `${before}より ${change} 少ない`,
		nothingBefore: (before) => `${before}には利用なし`,
		before: '以前',
		figures: '期間の数値',
		inputTokens: '入力トークン',
		outputTokens: '出力トークン',
		cacheReadTokens: 'キャッシュ読み取り',
		cacheCreationTokens: 'キャッシュ書き込み',
		cacheHitRate: 'キャッシュヒット率',
		cacheSaved: 'キャッシュによる節約',
		sessions: 'セッション',
		activeSessions: '現在アクティブ',
		requests: 'リクエスト',
		errors: 'APIエラー',
		costOverTime: '費用の推移',
		costOverTimeAlt: (range) => `モデル別の費用の推移、${range}`,
		tokensOverTime: '種類別トークン',
		tokensOverTimeAlt: (range) => `種類別トークンの推移、${range}`,
		byModel: 'モデル別',
		calendar: 'この1年の日々',
		calendarAlt: '直近53週の日ごとの費用',
		calendarLess: '少',
		calendarMore: '多',
		dearest: '費用の大きいセッション',
		allSessions: 'すべてのセッション',
		share: '割合',
		nothing: 'この期間には何もありません。',
		nothingDetail: (date) => `最後にセッションがあった日は ${date} です。`,
		showDay: 'その日を表示',
		showMonth: '30日を表示',
		noMatch: 'フィルターに合うセッションはありません。'
	},
	basis: {
		title: 'この金額の根拠',
		reported: 'Claude Code の報告',
		computed: '価格表による計算',
		metrics: 'メトリクスのみ',
		mixed: '複数の根拠',
		unpriced: '価格不明',
		estimate: 'API 相当の見積もりであり、請求額ではありません',
		short: {
			reported: '報告',
			computed: '計算',
			metrics: 'メトリクスのみ',
			mixed: '混在',
			unpriced: '価格不明'
		},
		explainReported: 'Claude Code が各リクエストとともに送った費用です。',
		explainComputed: '費用なしで届いたリクエストを、モデル・サイズ・日付に応じて計算しました。',
		explainUnlogged:
			'メトリクスだけでわかる費用です。中断されたリクエストや、イベントを送らないセッションです。',
		explainUnpriced: '価格のわからないモデルのリクエストです。トークンは数えますが、費用は合計に入りません。',
		explainEstimate:
			'同じリクエストを API の定価で使った場合の金額です。サブスクリプションではプラン料金だけを支払います。請求額は Anthropic Console で確認できます。',
		unpricedPart: (_n, text) => `価格不明のリクエスト ${text} 件`,
		unloggedPart: 'メトリクスのみ',
		why: '合計が合わないのはなぜ?'
	},
	chart: {
		asTable: '表で見る',
		hour: '時刻',
		day: '日付',
		total: '合計',
		cost: '費用',
		sessions: 'セッション',
		failed: (detail) => `グラフを描けませんでした: ${detail}`,
		tokens: {
			input: '入力',
			output: '出力',
			cacheRead: 'キャッシュ読み取り',
			cacheWrite: 'キャッシュ書き込み'
		}
	},
	sessions: {
		title: 'セッション',
		search: 'タイトル、プロジェクト、ブランチ、ID を検索',
		sort: '並べ替え',
		columns: {
			session: 'セッション',
			cost: '費用',
			models: 'モデル',
			duration: '所要時間',
			prompts: 'プロンプト',
			errors: 'APIエラー',
			last: '最終活動'
		},
		count: (_n, text) => `セッション ${text} 件`,
		shownOf: (shown, all) => `セッション ${all} 件中 ${shown} 件`,
		lifetime: '全体',
		untitled: 'セッション',
		noSession: 'セッションなしで届いたイベント',
		active: 'アクティブ',
		errors: (_n, text) => `APIエラー ${text} 件`,
		promptsWord: () => 'プロンプト',
		errorsWord: () => 'APIエラー',
		prompts: (_n, text) => `プロンプト ${text} 件`,
		none: 'この期間にセッションはありません。',
		noMatch: '一致するセッションはありません。',
		ascending: '小さい順',
		descending: '大きい順',
		chooseOne: (name) => `比較に ${name} を選ぶ`
	},
	error: {
		title: 'そのページはありません',
		detail: 'アドレスが変わったのかもしれません。数値は変わっていません。',
		home: '概要へ',
		lateTitle: 'このページはまだ揃っていません',
		late: '一部がリレーから届きませんでした。届くまで繰り返し要求します。'
	},
	panels: {
		figures: '期間の数値',
		change: (change, before) => `${before}比 ${change}`,
		byModelNote:
			'このページにはモデルの情報を持つ項目がありません。見るにはモデルフィルターを解除してください。',
		clearModel: 'モデルフィルターを解除',
		nothing: 'この期間には何もありません。',
		cumulative: '累計',
		name: '名前',
		count: '回数',
		share: '割合',
		cost: '費用',
		requests: 'リクエスト',
		calls: '呼び出し',
		tokens: 'トークン',
		notSaid: '記載なし',
		showEvents: 'イベントを表示'
	}
};
