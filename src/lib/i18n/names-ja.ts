// Sentences on names and own rates in Settings, in Japanese. Part of `ja.ts`.
import type { namesEn, ownPricesEn } from './names-en.ts';

export const namesJa: typeof namesEn = {
	title: '名前',
	note: '検出されたままのプロジェクト、ブランチ、マシン、プロファイル、ユーザーです。名前は表示だけを変え、記録は変えません。同じ名前の値は、フィルター、予算、ファイル、ターミナルのレポートで 1 つとして数えます。',
	hiddenNote:
		'非表示の値はフィルターの候補に出ず、「非表示」にまとめて表示されます。金額はすべての合計と予算に含まれたままです。',
	dimension: '表示',
	none: 'まだ何も検出されていません。最初のセッションが届くとここに表示されます。',
	hidden: '非表示',
	discovered: (value) => `検出時の名前 ${value}`,
	mergedWith: (_n, text) => `同じ名前の値 ${text} 個のうちの 1 つ`,
	sessions: (_n, text) => `${text} セッション`,
	rename: '名前を変更',
	renameOf: (value) => `${value} の名前を変更`,
	newName: (value) => `${value} の名前`,
	mergeHint: '別の値の名前を付けると 1 つにまとまります。空にすると検出時の名前に戻ります。',
	hide: '非表示にする',
	hideOf: (value) => `${value} を非表示にする`,
	show: '再表示',
	showOf: (value) => `${value} を再表示`,
	save: '保存',
	cancel: 'キャンセル',
	more: (text) => `ほか ${text} 件`,
	unsent: 'この端末に保存しました。リレーに接続でき次第送信します。',
	failed: (reason) => `保存できませんでした: ${reason}`
};

export const ownPricesJa: typeof ownPricesEn = {
	title: '独自の料金',
	note: 'モデルごとの独自の料金です。指定した日から、そのモデルの次の独自料金まで有効です。Claude Code が費用を送らなかったリクエストにだけ使い、報告された費用は変わりません。',
	none: '独自の料金はありません。下の価格表を使います。',
	add: '料金を追加',
	addFor: (model) => `${model} の独自料金を設定`,
	observed: (rates) => `それ以降に報告された費用は、すべて次の料金とナノドル単位で一致します: ${rates}。`,
	observedTimes: (factor, rates) =>
		`それ以降に報告された費用は、すべて価格表の ${factor} 倍で、ナノドル単位で一致します: ${rates}。`,
	unseen: (kinds) => `それ以降使われていないため、価格表のままにします: ${kinds}。`,
	useObserved: '観測された料金を使う',
	useObservedOf: (model) => `${model} に観測された料金を使う`,
	cannotTell: {
		tooFew: 'どの料金が適用されたかはまだ分かりません。トークンの種類の比率が異なるリクエストが足りません。',
		contradict: 'すべての費用を正確に説明する料金がないため、提案しません。',
		bySize: 'このモデルの価格はプロンプトの大きさで変わりますが、独自の料金では表せないため、提案しません。'
	},
	edit: '編集',
	editOf: (model) => `${model} の料金を編集`,
	remove: '削除',
	removeOf: (model) => `${model} の料金を削除`,
	formTitle: 'モデルの独自料金(100 万トークンあたりの USD)',
	model: 'モデル',
	modelBad: 'claude-opus-4-5 のようにモデル名を入力してください。',
	from: '開始日 (UTC)',
	fromNote: '空にすると全期間に適用されます。',
	always: '全期間',
	rateBad: '料金は 0 から 100,000 までの数で、小数点以下は 3 桁までです。',
	save: '料金を保存',
	cancel: 'キャンセル',
	repricing:
		'再計算中… 現在の数値は以前の料金によるものです。すべてのリクエストの計算が終わると一度に切り替わります。',
	repricingOffline: '再計算はリレーを待っています。現在の数値は以前の料金によるものです。',
	horizon: 'イベントがもう保存されていない日は、計算済みの金額のままです。'
};
