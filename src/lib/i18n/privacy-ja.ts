// Words on what others may not read, in Japanese. Part of `ja.ts`.
import type { Dictionary } from './en.ts';

export const privacyJa: Dictionary['privacy'] = {
	title: 'プライバシー',
	hide: '内容を隠す',
	show: '内容を再表示',
	hideNote:
		'画面共有中、この端末のすべてのページで、プロンプト、タイトル、エラー、パス、プロジェクト、ブランチ、ユーザー、マシンを点に置き換えます。金額はそのまま表示します。キー: H。',
	redactionOn: '既知の形式のパスワードやキーは、保存前にプロンプト、コマンド、エラーから取り除かれます。',
	redactionOff: 'プロンプト、コマンド、エラー中の秘密情報は届いたまま保存されます（TIDEMARK_REDACT=off）。',
	sinceStart: 'Tidemark の起動以降',
	redacted: (_n, text) => `秘密情報 ${text} 件を除去`
};
