// Words on what others may not read, in Korean. Part of `ko.ts`.
import type { Dictionary } from './en.ts';

export const privacyKo: Dictionary['privacy'] = {
	title: '개인정보',
	hide: '내용 숨기기',
	show: '내용 다시 보이기',
	hideNote:
		'화면을 공유하는 동안 이 기기의 모든 페이지에서 프롬프트, 제목, 오류, 경로, 프로젝트, 브랜치, 사용자, 머신을 점으로 바꿉니다. 금액은 그대로 보입니다. 단축키: H.',
	redactionOn: '형태가 알려진 비밀번호와 키는 저장하기 전에 프롬프트, 명령, 오류에서 제거됩니다.',
	redactionOff: '프롬프트, 명령, 오류 속의 비밀 값이 받은 그대로 저장됩니다(TIDEMARK_REDACT=off).',
	sinceStart: 'Tidemark 시작 이후',
	redacted: (_n, text) => `비밀 값 ${text}개 제거`
};
