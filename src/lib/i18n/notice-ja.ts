// Sentences of notifications, in Japanese.
import type { NoticeWords } from './notice-en.ts';

export const noticeJa: NoticeWords = {
	crossed: (name, percent) => `${name}: ${percent} 使用`,
	crossedBody: (spend, amount, share) => `${amount} のうち ${spend}（${share}）。`,
	unnamed: '予算',
	blind: '支出を把握できません',
	blindBody: (since) => `${since} 以降、どのソースからもデータが届いていません。予算は監視されていません。`,
	test: 'この端末に通知が届きます',
	testBody: (name) => `${name} のテストです。実際の支出はありません。`,
	unreadable: 'Tidemark からの通知があります',
	unreadableBody: 'アプリを開いて確認してください。'
};
