// Sentences of the first minutes, in Japanese. Part of `ja.ts`.
import type { welcomeEn } from './welcome-en.ts';

export const welcomeJa: typeof welcomeEn = {
	where: 'Claude Code はどこで動いていますか？',
	places: { here: 'このマシン', elsewhere: '別のマシン', backend: 'Collector か Loki に送信中' },
	hereNote:
		'ターミナルで Tidemark のフォルダから実行します。settings.json を見つけ、変更内容を表示してから確認します。',
	command: 'コマンド',
	byHand: 'または手動で設定します。',
	elsewhereNote:
		'Tidemark はこのマシンでのみ待ち受けます。ここから相手のマシンへトンネルを開いたままにし、相手側で次を設定してください。',
	tunnel: 'トンネル',
	backendNote:
		'Claude Code はそのままにします。Loki と Prometheus のアドレスを指定して Tidemark を起動すると、保存済みのデータを読み込みます。',
	backendLabel: '起動コマンド',
	list: '接続の進み具合',
	steps: {
		port: 'ポートへの接続',
		export: '最初のエクスポート',
		logs: 'イベント',
		metrics: 'メトリクス',
		prompts: 'プロンプトの本文'
	},
	waiting: {
		port: 'まだ接続がありません。実行中のセッションは再起動が必要です。',
		export: '次のプロンプトから数秒で届きます。',
		logs: 'セッションの動作中、5 秒ごとに届きます。',
		metrics: '1 分ごとに届きます。',
		prompts: '最初のプロンプトでわかります。'
	},
	done: {
		logs: 'リクエストごとの費用、ツール、エラー。',
		metrics: '行数、コミット、稼働時間。',
		prompts: 'プロンプトごとに届きます。'
	},
	choice: '送信されません（長さのみ）。npm run connect -- --prompts で送信できます。',
	problems: {
		'grpc-on-http': (where) =>
			`HTTP 用のポート ${where} に gRPC が届きました。gRPC のポートに送るか、OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf を設定してください。`,
		'http-on-grpc': (where) =>
			`gRPC 用のポート ${where} に HTTP が届きました。HTTP のポートに送るか、OTEL_EXPORTER_OTLP_PROTOCOL=grpc を設定してください。`,
		tls: (where) =>
			`ポート ${where} に暗号化された接続が届きました。エンドポイントは https:// ではなく http:// で始めてください。`,
		'app-port': (where) =>
			`テレメトリーがアプリ自身のポート ${where} に届きました。OTEL_EXPORTER_OTLP_ENDPOINT を OTLP のポートにしてください。`,
		path: (where) =>
			`ポート ${where} の不明なパスに届きました。OTEL_EXPORTER_OTLP_ENDPOINT にパスは不要です。/v1/logs は Claude Code が付けます。`,
		'media-type': (where) =>
			`ポート ${where} に未対応のエンコーディングが届きました。OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf を設定してください。`,
		malformed: (where) =>
			`ポート ${where} に届いたデータを読めませんでした。OTEL_EXPORTER_OTLP_PROTOCOL を上で選んだ値にしてください。`,
		token: (where) =>
			`取り込みトークンがないか、異なります（ポート ${where}）。npm run connect が設定に書き込みます。`,
		host: (where) =>
			`ポート ${where} の受信口が未知の名前で呼ばれました。localhost を使うか、TIDEMARK_ALLOWED_HOSTS に名前を登録してください。`,
		'receiver-off': () =>
			'このリレーでは OTLP がオフです。TIDEMARK_OTLP_GRPC_PORT か TIDEMARK_OTLP_HTTP_PORT を設定してください。',
		'no-logs': () => 'メトリクスは届きますが、イベントが届きません。OTEL_LOGS_EXPORTER=otlp がありません。',
		'no-metrics': () =>
			'イベントは届きますが、メトリクスが届きません。OTEL_METRICS_EXPORTER=otlp がありません。',
		'no-session': () =>
			'イベントにセッションがありません。OTEL_METRICS_INCLUDE_SESSION_ID=false を削除してください。',
		delta: () =>
			'イベントは届きますが、Prometheus に Claude Code のメトリクスがありません。Claude Code の送るデルタが拒否されています。deltatocumulative のある Collector か Tidemark に送ってください。',
		'source-failing': (where) => `${where} を読み取れません。診断で理由がわかります。`
	},
	missing: '足りないものがあります。',
	fix: '対処方法',
	doctor: 'すべて診断',
	question: '質問',
	transcripts: (days) =>
		`このマシンの Claude Code のトランスクリプトから ${days} 日分の履歴を見つけて読み込みました。`,
	show: '表示する',
	fine: '了解',
	install:
		'Tidemark をアプリとしてインストールしますか？専用のウィンドウとアイコンが付き、オフラインでも開け、ブラウザーがコピーを保持します。',
	installYes: 'インストール',
	installIos:
		'iPhone と iPad では Tidemark をホーム画面に追加してください。「共有」から「ホーム画面に追加」を選び、そこでサインインします。通知が届くのも（iOS 16.4 以降）、コピーが残るのもそこだけです。Safari は 7 日間訪れなかったサイトのデータを削除します。',
	persist: '空き容量が少なくなってもオフラインで開けるよう、このブラウザーにコピーを保持してもよいですか？',
	yes: '保持する',
	later: 'あとで'
};
