// Sentences on taking data out as files, in Korean. Part of `ko.ts`.
import type { exportEn } from './export-en.ts';

export const exportKo: typeof exportEn = {
	action: 'CSV로 내보내기',
	actionJson: 'JSON Lines로 내보내기',
	what: '내보낼 항목',
	kinds: {
		sessions: '세션',
		days: '모델별 일일 합계',
		prompts: '프롬프트',
		requests: '요청',
		events: '이벤트',
		jsonl: '전체 이벤트 (JSON Lines)'
	},
	running: '파일을 쓰는 중…',
	stop: '중지',
	stopped: '내보내기를 중지했습니다. 파일은 만들어지지 않았습니다.',
	progress: '내보내기 진행률',
	sofar: (rows) => `지금까지 ${rows}행`,
	done: (rows, name) => `${name}에 ${rows}행을 저장했습니다.`,
	incomplete: '이 기기에는 아직 과거 이벤트가 모두 도착하지 않았습니다. 파일에는 지금 있는 것만 담깁니다.',
	failed: (detail) => `파일을 쓰지 못했습니다: ${detail}`
};
