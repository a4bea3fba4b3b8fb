// What the doctor says, in Japanese. Part of `ja.ts`; a problem's sentence names what mends it.
import type { DoctorWords } from './doctor-en.ts';

export const doctorJa: DoctorWords = {
	title: '診断',
	lead: 'Claude Code から数値までの経路をすべて調べ、印を付けたテストレコードを 1 件流します。どの集計にも入りません。',
	run: '診断する',
	again: 'もう一度診断',
	running: '診断中… テストレコードを追跡しています。Collector 経由では 1 分ほどかかります。',
	well: 'すべて正常です。',
	broken: '問題があります。',
	failed: (detail) => `診断を実行できませんでした：${detail}`,
	terminal: 'ターミナルでも実行できます。リレーが止まっていても使えます。',
	command: 'コマンド',
	device: 'この端末',
	relay: 'リレーとデータの経路',
	offline: 'リレーに接続できないため、この端末だけを調べました。',
	states: { ok: '正常', note: '参考', bad: '問題' },
	names: {
		node: 'Node のバージョン',
		build: 'アプリのビルド',
		relay: 'リレー',
		ports: 'OTLP のポート',
		data: 'データフォルダ',
		disk: '空き容量',
		claude: 'Claude Code の設定',
		transcripts: 'トランスクリプト',
		send: 'テストレコードの送信',
		arrive: 'テストレコードの到着',
		loki: 'Loki の状態',
		lokiHolds: 'Loki 内のテストレコード',
		prometheus: 'Prometheus の状態',
		prometheusHolds: 'Prometheus 内のテストレコード',
		relayReads: 'リレーが Loki から読取',
		collector: 'Collector の状態',
		push: 'プッシュ対象端末',
		storage: 'このブラウザーのコピー',
		deviceClock: 'この端末の時計',
		notifications: 'この端末の通知',
		serviceWorker: 'オフラインアプリ'
	},
	problems: {
		nodeOld: (value) => `${value} は古すぎます。Node 22.19 以降をインストールしてください。`,
		buildStale: () => 'ソースより古いか、ありません。npm start がビルドします。',
		relayDown: (value) => `${value} から応答がありません。npm start を実行してください。`,
		relayForeign: (value) =>
			`${value} で別のプログラムが応答しています。TIDEMARK_PORT に空きポートを設定してください。`,
		relayOther: (value) => `別のバージョンが動作中です（${value}）。停止して npm start し直してください。`,
		relayDegraded: (value) => `確認が必要です。${value}`,
		otlpOff: () =>
			'どちらもオフです。TIDEMARK_OTLP_GRPC_PORT か TIDEMARK_OTLP_HTTP_PORT を設定してください。',
		otlpDown: (value) =>
			`ポート ${value} で待ち受けがありません。Tidemark を起動するか、ポートを使っているプログラムを確認してください。`,
		dataMissing: (value) => `${value} はまだありません。最初の起動時に作られます。`,
		dataOpen: (value) => `${value} が他のユーザーに公開されています。chmod go= で閉じてください。`,
		dataUnwritable: (value) =>
			`${value} に書き込めません。所有者を変えるか、TIDEMARK_DATA_DIR を設定してください。`,
		diskFull: (value) => `残り ${value} です。まもなく保存できなくなります。空きを作ってください。`,
		diskLow: (value) => `残り ${value} です。`,
		claudeUnset: (value) => `${value} はテレメトリーを送りません。npm run connect を実行してください。`,
		claudeUnreadable: (value) =>
			`${value} を読めないか、JSON ではありません。直してから npm run connect を実行してください。`,
		claudeOff: (value) =>
			`${value} に CLAUDE_CODE_ENABLE_TELEMETRY=1 がありません。npm run connect を実行してください。`,
		claudeNoLogs: (value) =>
			`${value} に OTEL_LOGS_EXPORTER=otlp がなく、メトリクスしか届きません。npm run connect を実行してください。`,
		claudeNoMetrics: (value) =>
			`${value} に OTEL_METRICS_EXPORTER=otlp がありません。npm run connect を実行してください。`,
		claudeNoSession: (value) =>
			`${value} の OTEL_METRICS_INCLUDE_SESSION_ID=false でセッション ID が省かれます。削除してください。`,
		claudePort: (value) =>
			`プロトコルとポートが合いません（${value}）。gRPC は 4317、HTTP は 4318 です。npm run connect で両方設定できます。`,
		claudeElsewhere: (value) =>
			`テレメトリーの送信先 ${value} をこのリレーは読みません。npm run connect を実行するか LOKI_URL を設定してください。`,
		transcriptsNone: (value) => `${value} に Claude Code のフォルダがありません。`,
		transcriptsUnreadable: (value) => `${value} TIDEMARK_TRANSCRIPTS を直してください。`,
		sendUnreachable: (value) =>
			`送れませんでした：${value}。受信側を起動するか、OTEL_EXPORTER_OTLP_ENDPOINT を直してください。`,
		sendToken: (value) =>
			`受信側がトークンを求めています（${value}）。TIDEMARK_INGEST_TOKEN を設定して npm run connect を実行してください。`,
		sendRefused: (value) =>
			`受信側が拒否しました：${value}。OTEL_EXPORTER_OTLP_PROTOCOL はポートに合っていますか？`,
		notArrived: (value) =>
			`受け取られましたが、${value} 以内にリレーに現れませんでした。別のプログラムがポートを使っているか、TIDEMARK_DATA_DIR がリレーと異なる可能性があります。`,
		sourceFailing: (value) => `${value} アドレスかトークンを直して Tidemark を再起動してください。`,
		sourceStarting: (value) => `${value} 少し待ってください。`,
		clockApart: (value) => `時計がこのマシンと ${value} ずれています。両方を NTP で合わせてください。`,
		lokiMissing: (value) =>
			`エンドポイントは受け取りましたが、${value} 後も Loki にありません。Collector のログで Loki エクスポーターを確認してください。`,
		prometheusMissing: (value) =>
			`エンドポイントは受け取りましたが、${value} 後も Prometheus にありません。デルタには Collector の deltatocumulative が必要で、Prometheus がそれをスクレイプする必要があります。`,
		relayNotReading: (value) =>
			`Loki にはありますが、リレーが ${value} 以内に読みませんでした。LOKI_QUERY の範囲と、リレーがこの LOKI_URL で動いているかを確認してください。`,
		collectorFailing: (value) => `レコードを失うか拒否しています：${value}。ログを確認してください。`,
		pushNoKeys: () => '鍵がまだありません。最初の起動時に作られます。',
		pushBadKeys: (value) => value,
		storageMayGo: () =>
			'容量不足のときブラウザーが消すことがあります。設定の「この端末」で保持を求めてください。リレーのデータは失われません。',
		deviceClockApart: (value) =>
			`リレーと ${value} ずれています。両方を NTP で合わせてください。表示はリレーの時刻に従います。`,
		notificationsBlocked: () => 'ブラウザーが拒否しています。このサイトの設定で許可してください。',
		serviceWorkerNone: () =>
			'設定されておらず、オフラインで開けません。https か localhost で一度再読み込みしてください。'
	}
};
