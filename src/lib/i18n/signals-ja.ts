// Sentences on signals and on channels, in Japanese. Part of `ja.ts`.
import type { channelsEn, signalsEn } from './signals-en.ts';

export const signalsJa: typeof signalsEn = {
	title: '異常の検知',
	lead: '予算とは別に、普段と違うことをアラートと同じ方法でお知らせします。続いている間は一度だけです。',
	names: {
		'spend-spike': '支出の急増',
		runaway: 'セッションの暴走',
		'api-errors': 'API エラー',
		'cache-drop': 'キャッシュ利用の低下',
		'new-model': '新しいモデル',
		'unpriced-model': '価格不明のモデル',
		'price-drift': '価格のずれ',
		'data-stopped': 'テレメトリーの停止',
		'source-failing': 'ソースの障害'
	},
	rules: {
		'spend-spike': '直近1時間の費用が、普段の高い時間帯の3倍以上かつ $1 以上のとき。',
		runaway: '15分を超えて、1分あたりの費用が普段の高いセッションの3倍以上かつ $0.50 以上のとき。',
		'api-errors': '30分以内に10回以上、全試行の3割以上が失敗したとき。',
		'cache-drop': '2時間にわたり、キャッシュから読まれたプロンプトの割合が普段より大きく下がったとき。',
		'new-model': '過去4週間に使われていなかったモデルが使われたとき。',
		'unpriced-model': '費用のわからないリクエストが届いたとき。',
		'price-drift': '報告された費用が価格表と5%以上違うとき。',
		'data-stopped': 'セッションが続いている、またはターンの途中なのに、データが届かないとき。',
		'source-failing': 'ほかのソースが届いているのに、1つのソースが5分間失敗しているとき。'
	},
	states: {
		raised: '継続中',
		watching: '監視中',
		learning: '履歴がまだ足りません',
		off: 'オフ'
	},
	since: (since) => `${since} から`,
	span: (from, to) => `${from} から ${to} まで`,
	earlier: (_n, text) => `以前の検知 ${text} 件`,
	open: {
		session: 'セッションを開く',
		live: '実行中のものを見る',
		performance: 'エラーとキャッシュを見る',
		accuracy: '価格を比べる',
		settings: 'ソースを見る'
	}
};

export const channelsJa: typeof channelsEn = {
	title: 'ほかの通知先',
	lead: 'アラートと異常の検知を、リレーが別のサービスへ送ります。内容は端末への通知と同じで、プロンプトやパスは含みません。',
	none: '通知先はまだありません。',
	away: 'リレーが応答すると通知先が表示されます。',
	add: '通知先を追加',
	titleNew: '新しい通知先',
	titleEdit: '通知先を編集',
	kind: '種類',
	kinds: {
		webhook: 'Webhook（署名付き JSON）',
		slack: 'Slack または互換サービス',
		discord: 'Discord または互換サービス',
		ntfy: 'ntfy'
	},
	name: '名前',
	url: 'アドレス',
	urlNotes: {
		webhook:
			'https://ホスト/パス。自分のネットワークのホストは、リレーの起動時に TIDEMARK_CHANNEL_HOSTS で宣言します。',
		slack: 'Incoming Webhook のアドレス、https://hooks.slack.com/services/…',
		discord: 'チャンネルの Webhook のアドレス、https://discord.com/api/webhooks/…',
		ntfy: 'サーバーとトピック、https://ntfy.sh/your-topic。トピックを知っている人は誰でも読めます。'
	},
	kept: 'リレーが保管し、再び表示されることはありません。空のままなら変わりません。',
	secret: '署名シークレット',
	secretNote: '今すぐ受信側にコピーしてください。リレーが保管し、再び表示されることはありません。',
	token: 'アクセストークン（保護されたトピックのみ）',
	renew: '新しいシークレットを作る',
	names: 'アラートの原因となったプロジェクト名も送る',
	paused: '一時停止: 何も送らない',
	pausedShort: '一時停止中',
	save: '保存',
	cancel: 'キャンセル',
	edit: '編集',
	editNamed: (name) => `${name} を編集`,
	remove: '削除',
	removeNamed: (name) => `${name} を削除`,
	test: 'テストを送る',
	testNamed: (name) => `${name} にテストを送る`,
	steps: {
		channel: '通知先の確認',
		address: 'アドレスは許可済み',
		connect: 'サービスへの接続',
		accept: 'サービスが受け取った'
	},
	never: 'まだ何も送っていません',
	failed: (detail) => `うまくいきませんでした: ${detail}`
};
