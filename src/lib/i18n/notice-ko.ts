// Sentences of notifications, in Korean.
import type { NoticeWords } from './notice-en.ts';

export const noticeKo: NoticeWords = {
	crossed: (name, percent) => `${name}: ${percent} 사용`,
	crossedBody: (spend, amount, share) => `${amount} 중 ${spend} (${share}).`,
	unnamed: '예산',
	blind: '지출을 알 수 없습니다',
	blindBody: (since) =>
		`${since} 이후 어떤 소스에서도 데이터가 오지 않았습니다. 예산을 감시하지 못하고 있습니다.`,
	test: '이 기기로 알림이 도착합니다',
	testBody: (name) => `${name} 테스트입니다. 실제 지출은 없습니다.`,
	unreadable: 'Tidemark 알림이 있습니다',
	unreadableBody: '앱을 열어 확인하세요.'
};
