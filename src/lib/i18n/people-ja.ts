// Sentences on the people of a team, in Japanese. Part of `ja.ts`.
import type { Dictionary } from './en.ts';

export const peopleJa: Dictionary['people'] = {
	title: 'メンバー管理',
	lead: 'チームの人は、名前とパスワードでサインインします。必要なのは、あなたが送るリンクだけです。',
	none: 'まだ誰も招待していません。あなた自身にパスワードは不要です（npm run open で入れます）。別の場所から入るには、自分を所有者として招待してください。',
	failedToRead: (detail) => `一覧を読み込めませんでした: ${detail}`,
	failed: (detail) => `できませんでした: ${detail}`,
	name: '名前',
	nameHint: '例: Ada',
	role: '役割',
	identities: 'テレメトリーでの名前',
	identitiesHint: 'メール、取り込みトークンのユーザー',
	identitiesNote:
		'複数はカンマで区切ります。メンバーが読めるのは、この名前で届いたプロンプトだけです。空なら数値のみです。',
	invite: '招待',
	inviting: 'リンクを作成しています…',
	nameTaken: 'その名前はすでに使われています。',
	linkFor: (name) => `${name} 用のリンクです。表示は一度だけです。`,
	link: '招待リンク',
	linkNote: (until) =>
		`本人にだけ送ってください。最初に開いた人がパスワードを決めます。使えるのは 1 回、期限は ${until} です。`,
	linkHere:
		'このリンクはこのマシンでしか開けません。ほかの人のためには、まずリレーに専用のアドレス（TIDEMARK_PUBLIC_URL）を設定してください。',
	done: '完了',
	you: '自分',
	states: {
		active: (devices) => `サインイン中の端末: ${devices}`,
		invited: (until) => `招待中（${until} まで）`,
		lapsed: '招待は終了しました。新しいリンクを作ってください'
	},
	reads: (identities) => `${identities} のプロンプトを読めます`,
	readsNone: 'テレメトリーとの結び付けなし: 数値のみ',
	change: '変更',
	changeOf: (name) => `${name} を変更`,
	save: '保存',
	cancel: 'キャンセル',
	reset: '新しいリンク',
	resetOf: (name) => `${name} の新しいリンク`,
	resetConfirm: 'パスワードとセッションを終了し、リンクを作成',
	remove: '削除',
	removeOf: (name) => `${name} を削除`,
	removeConfirm: '本当に削除',
	removed: (name) => `${name} を削除し、すべての端末からサインアウトさせました。`,
	changed: (name) => `${name} を変更しました。その人の端末は、見られる内容を読み込み直します。`,

	signInTitle: '名前とパスワードで',
	signInDetail: '所有者に招待された人向けです。忘れたときは、所有者に新しいリンクを作ってもらってください。',
	password: 'パスワード',
	signIn: 'サインイン',
	faults: {
		wrong_password: '名前とパスワードが一致しません。',
		slow_down: '試行が多すぎます。1 分待ってから、もう一度試してください。',
		offline: 'リレーに接続できません。復旧してから、もう一度試してください。',
		password_short: '10 文字以上のパスワードにしてください。',
		password_long: '200 文字以下のパスワードにしてください。',
		password_common: '最初に推測されやすいパスワードです。別のものにしてください。',
		different: '2 つが一致しません。',
		code_expired: 'このリンクは使用済みか、置き換えられたか、期限切れです。新しいリンクを頼んでください。',
		code_unknown: 'このリンクは見つかりません。全体をコピーしたか確認してください。',
		storage:
			'このブラウザーは何も保存しません。プライベートウィンドウを閉じてから、リンクを開き直してください。',
		other: 'リレーが受け付けませんでした。もう一度試してください。'
	},

	invitation: {
		title: '招待されています',
		looking: '招待を確認しています…',
		overTitle: 'この招待は使えません',
		who: (inviter, host) => `${inviter}が ${host} の Tidemark に招待しています。`,
		owner: '所有者',
		as: (name, role) => `名前は ${name}、役割は${role}です`,
		roles: {
			owner: 'すべてを閲覧、変更できます。',
			member: '自分のプロンプトと、全員の数値を見られます。',
			viewer: '数値だけを見られます。プロンプトは見られません。'
		},
		until: (date) => `招待の期限: ${date}`,
		replaces: 'このブラウザーはすでにサインインしています。承諾すると、ここでのそのセッションは終わります。',
		choose: 'パスワードを決める（10 文字以上）',
		again: 'もう一度入力',
		accept: 'パスワードを設定してサインイン',
		accepting: 'サインインしています…',
		dismiss: '今はしない',
		onward: '招待を使わずに進む'
	},

	own: 'パスワード',
	ownLead: (name) =>
		`${name} としてサインインしています。パスワードを変えると、ほかの端末のセッションは終わります。`,
	current: '現在のパスワード',
	next: '新しいパスワード',
	changePassword: 'パスワードを変更',
	passwordChanged: '変更しました。ほかの端末のセッションは終わりました。',
	memberNote: '自分のプロンプトと、全員の数値を見られます。リレーの設定は所有者だけのものです。'
};
