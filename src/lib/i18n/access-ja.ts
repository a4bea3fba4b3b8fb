// Sentences on signing in, devices and ingest tokens, in Japanese. Part of `ja.ts`.
import type { Dictionary } from './en.ts';

export const accessJa: Dictionary['access'] = {
	out: {
		first: {
			title: 'このブラウザーはサインインしていません',
			detail: 'プロンプト、パス、金額は、所有者が許可したブラウザーにだけ表示されます。'
		},
		signed_out: {
			title: 'サインアウトしました',
			detail: 'このブラウザーはもうサインインしていません。保存されている内容は表示しません。'
		},
		left: {
			title: 'サインアウトしました',
			detail: 'このブラウザーにあった履歴、キャッシュ、通知をすべて削除しました。'
		},
		session_expired: {
			title: 'セッションの有効期限が切れました',
			detail: 'サインインは、アクセスがなければ 30 日、最長で 90 日間有効です。'
		},
		session_revoked: {
			title: 'この端末はサインアウトされました',
			detail: '別の端末がこのセッションを終了しました。このブラウザーにあった内容はすべて削除しました。'
		},
		code_expired: {
			title: 'このリンクは使用済みか、期限切れです',
			detail: 'リンクやコードで入れるのは、ブラウザー 1 つ、1 回だけです。新しく作ってください。'
		},
		code_unknown: {
			title: 'このコードは見つかりません',
			detail: '数字を確認してください。コードの有効期間は 2 分です。5 回間違えると新しいコードが必要です。'
		},
		slow_down: {
			title: 'コードの試行が多すぎます',
			detail: '1 分待ってからもう一度入力してください。新しい QR コードのリンクならすぐに使えます。'
		},
		offline: {
			title: 'リレーに接続できません',
			detail: 'リレーのあるマシンで npm start を実行してください。このページは自動で再試行します。'
		},
		storage: {
			title: 'このブラウザーは何も保存しません',
			detail:
				'サインインにはこのサイトのストレージ（IndexedDB）が必要です。許可するか、プライベートウィンドウを閉じてから、新しいリンクを開いてください。'
		}
	},
	ownMachine: 'Tidemark が動いているマシンで',
	ownMachineDetail:
		'Tidemark のフォルダーで実行してください。このブラウザーをサインインさせるリンクが開きます。',
	openLabel: 'ブラウザーをサインインさせるコマンド',
	otherDevice: 'サインイン済みの端末から',
	homeScreen:
		'iPhone や iPad では、まずこのページをホーム画面に追加し（共有 › ホーム画面に追加）、そこから開いてサインインしてください。インストールしたアプリは Safari のサインインを共有しません。',
	otherDeviceDetail:
		'その端末で設定の「端末を追加」を開き、QR コードを読み取るか、8 桁の数字をここに入力してください。',
	code: 'コード',
	codeHint: '数字 8 桁',
	codeBad: '8 桁すべてを入力するか、リンク全体を貼り付けてください。',
	enter: 'サインイン',
	entering: 'サインインしています…',
	retry: '再試行',
	viewerNote: 'この端末は閲覧だけができます。プロンプト、コマンド、設定は所有者の端末専用です。',

	devices: '端末',
	devicesLead: '閲覧できるブラウザーです。心当たりのないものはサインアウトさせてください。',
	devicesOff: 'サインインがオフのため、端末の区別はありません。',
	devicesFailed: (detail) => `端末の一覧を読み込めませんでした: ${detail}`,
	thisDevice: 'この端末',
	roles: { owner: '所有者', member: 'メンバー', viewer: '閲覧者' },
	roleNotes: {
		owner: 'すべて',
		member: '自分のプロンプトと全員の合計',
		viewer: '数値のみ（プロンプト、コマンド、設定は除く）'
	},
	seen: (age) => `最終アクセス ${age}`,
	since: (date) => `${date} から`,
	rename: '名前を変更',
	renameOf: (name) => `${name} の名前を変更`,
	name: '名前',
	save: '保存',
	cancel: 'キャンセル',
	revoke: 'サインアウト',
	revokeOf: (name) => `${name} をサインアウト`,
	revokeConfirm: '本当にサインアウト',
	revoked: (name) => `${name} をサインアウトさせました。`,
	others: 'ほかの端末をすべてサインアウト',
	othersConfirm: '本当にほかをすべてサインアウト',
	othersDone: (_n, text) => `${text} 台の端末をサインアウトさせました。`,
	signOut: 'このブラウザーをサインアウト',
	signOutConfirm: '保存内容を削除してサインアウト',
	signOutNote: 'このブラウザーの履歴、キャッシュ、通知を削除します。リレーのデータはそのまま残ります。',
	failed: (detail) => `うまくいきませんでした: ${detail}`,

	add: '端末を追加',
	addLead: 'スマートフォン、タブレット、別のマシンなど、ブラウザーをもう 1 つ許可します。',
	addRole: '見られる範囲',
	addAgain: '新しいコード',
	qr: '端末をサインインさせるリンクの QR コード',
	scan: '別の端末のカメラで読み取ってください。または、その端末でこのアドレスを開き、',
	typed: 'このコードを入力してください:',
	expires: (seconds) => `1 回だけ、あと ${seconds} 秒有効です。`,
	states: {
		used: '端末がサインインしました。',
		expired: 'このコードは期限切れです。新しく作ってください。',
		spent:
			'間違った数字の入力が多すぎます。QR コードはまだ使えます。数字が必要なら新しいコードを作ってください。'
	},
	here: 'このアドレスはこのマシンでしか開けません。',
	hereDetail:
		'このコードは同じマシンの別のブラウザーをサインインさせます。スマートフォンで使うにはリレー自身のアドレスが必要です。下のいずれかの方法で HTTPS を用意し、TIDEMARK_PUBLIC_URL にそのアドレスを設定してください。',
	plain: 'このアドレスは暗号化されていない http です。',
	plainDetail:
		'同じネットワークの誰でも通信内容を読めます。また、HTTPS がないとブラウザーは通知、インストール、オフライン利用を許可しません。',
	ways: 'HTTPS を用意する方法',
	wayNames: {
		tailscale: 'Tailscale（推奨）: 正式な証明書、外出先でも使えます',
		domain: '自分のドメインと Caddy',
		local: 'アカウント不要: mkcert（認証局を各スマートフォンにインストール）'
	},
	wayDone: (variable) => `その後 ${variable} を設定し、Tidemark を再起動してください。`,

	tokens: '取り込みトークン',
	tokensLead:
		'マシンがテレメトリーを送るためのものです。書き込みだけで、何も読めません。このマシンからは不要、ほかのマシンからは必須です。',
	tokensNone: 'トークンはまだありません。',
	tokensFailed: (detail) => `トークンの一覧を読み込めませんでした: ${detail}`,
	tokenName: '名前',
	tokenNameHint: '例: ビルドサーバー',
	tokenMachine: 'マシン（送られてきた名前の代わりに表示）',
	tokenUser: 'ユーザー（送られてきた値の代わりに表示）',
	tokenOptional: '任意',
	tokenMake: 'トークンを作成',
	tokenMade: (name) =>
		`${name} のトークンです。表示は今回だけです。そのマシンの環境変数にこの行を追加してください:`,
	tokenLine: '環境変数に追加する行',
	tokenDone: '完了',
	tokenFor: (what) => `対象: ${what}`,
	tokenUsed: (age) => `最終使用 ${age}`,
	tokenUnused: '未使用',
	tokenRevoke: '失効',
	tokenRevokeOf: (name) => `${name} を失効`,
	tokenRevokeConfirm: '本当に失効',
	tokenRevoked: (name) => `${name} を失効させました。これを使った送信は拒否されます。`
};
