// Sentences of notifications, in Japanese.
import type { NoticeWords } from './notice-en.ts';

export const noticeJa: NoticeWords = {
	crossed: (name, percent) => `${name}: ${percent} 使用`,
	crossedBody: (spend, amount, share) => `${amount} のうち ${spend}（${share}）。`,
	unnamed: '予算',
	blind: '支出を把握できません',
	blindBody: (since) => `${since} 以降、どのソースからもデータが届いていません。予算は監視されていません。`,
	signals: {
		'spend-spike': (spent, usual) => [
			`直近1時間で ${spent} を支出`,
			`普段の高い時間帯は約 ${usual} です。ライブ画面で何が動いているか確認してください。`
		],
		runaway: (rate, usual) => [
			`1分あたり ${rate} のセッションがあります`,
			`普段の高いセッションは1分あたり約 ${usual} です。見ていないなら止めてください。`
		],
		'api-errors': (failed, attempts) => [
			`API の試行 ${attempts} 回のうち ${failed} 回が失敗`,
			'直近30分の結果です。続ける前に、上限と API の状態を確認してください。'
		],
		'cache-drop': (share, usual) => [
			`キャッシュから読まれたプロンプトは ${share} だけです`,
			`直近2時間の値で、普段は ${usual} です。ツールやモデルの変更、長い中断がないか確認してください。`
		],
		'new-model': (model) => [
			`${model} を初めて使用`,
			'過去4週間に使われていないモデルです。意図したものか、費用はいくらか確認してください。'
		],
		'unpriced-model': (model) => [
			`${model} の価格がわかりません`,
			'このモデルのリクエストは価格不明として数えられ、予算では実際より少なく見えます。'
		],
		'price-drift': (model, off, cost) => [
			`${model} の費用が価格表と違います`,
			`報告された ${cost} は価格表と ${off} 違います。正確さの画面で比べてください。`
		],
		'data-stopped': (since) => [
			'セッションの途中でテレメトリーが止まりました',
			`${since} からです。そこで終えたのでなければ、エクスポーターと Tidemark までの経路を確認してください。`
		],
		'source-failing': (source, since) => [
			`ソース ${source} に障害があります`,
			`${since} からです。ほかのソースは届いていますが、ここだけが知る内容が欠けている可能性があります。設定で確認してください。`
		]
	},
	test: 'この端末に通知が届きます',
	testBody: (name) => `${name} のテストです。実際の支出はありません。`,
	unreadable: 'Tidemark からの通知があります',
	unreadableBody: 'アプリを開いて確認してください。'
};
