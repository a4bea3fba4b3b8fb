// Sentences on the people of a team, in Korean. Part of `ko.ts`.
import type { Dictionary } from './en.ts';

export const peopleKo: Dictionary['people'] = {
	title: '사람',
	lead: '팀원은 이름과 비밀번호로 로그인합니다. 보내 준 링크만 있으면 됩니다.',
	none: '아직 초대한 사람이 없습니다. 본인은 비밀번호가 필요 없습니다(npm run open으로 들어옵니다). 다른 곳에서 들어오려면 자신을 소유자로 초대하세요.',
	failedToRead: (detail) => `목록을 읽지 못했습니다: ${detail}`,
	failed: (detail) => `실패했습니다: ${detail}`,
	name: '이름',
	nameHint: '예: Ada',
	role: '역할',
	identities: '텔레메트리에서의 이름',
	identitiesHint: '이메일 또는 수집 토큰의 사용자',
	identitiesNote:
		'여러 개는 쉼표로 구분하세요. 구성원은 이 이름으로 들어온 프롬프트만 읽을 수 있고, 비어 있으면 수치만 봅니다.',
	invite: '초대',
	inviting: '링크를 만드는 중…',
	nameTaken: '이미 있는 이름입니다.',
	linkFor: (name) => `${name}의 링크입니다. 지금 한 번만 표시됩니다.`,
	link: '초대 링크',
	linkNote: (until) =>
		`본인에게만 보내세요. 먼저 여는 사람이 비밀번호를 정합니다. 한 번만 쓸 수 있으며 ${until}까지 유효합니다.`,
	linkHere:
		'이 링크는 이 컴퓨터에서만 열립니다. 다른 사람이 쓰려면 먼저 릴레이에 고유한 주소(TIDEMARK_PUBLIC_URL)를 지정하세요.',
	done: '완료',
	you: '나',
	states: {
		active: (devices) => `로그인된 기기: ${devices}`,
		invited: (until) => `${until}까지 초대됨`,
		lapsed: '초대가 끝났습니다. 새 링크를 만드세요'
	},
	reads: (identities) => `${identities}의 프롬프트를 읽음`,
	readsNone: '텔레메트리와 연결되지 않음: 수치만',
	change: '변경',
	changeOf: (name) => `${name} 변경`,
	save: '저장',
	cancel: '취소',
	reset: '새 링크',
	resetOf: (name) => `${name}의 새 링크`,
	resetConfirm: '비밀번호와 세션을 끝내고 링크 만들기',
	remove: '삭제',
	removeOf: (name) => `${name} 삭제`,
	removeConfirm: '정말 삭제',
	removed: (name) => `${name}을(를) 삭제하고 모든 기기에서 로그아웃시켰습니다.`,
	changed: (name) => `${name}을(를) 변경했습니다. 해당 기기는 볼 수 있는 내용을 다시 불러옵니다.`,

	signInTitle: '이름과 비밀번호로',
	signInDetail: '소유자가 초대한 사람을 위한 방법입니다. 잊었다면 소유자에게 새 링크를 요청하세요.',
	password: '비밀번호',
	signIn: '로그인',
	faults: {
		wrong_password: '이름과 비밀번호가 맞지 않습니다.',
		slow_down: '시도가 너무 많았습니다. 1분 뒤에 다시 시도하세요.',
		offline: '릴레이에 연결할 수 없습니다. 복구된 뒤 다시 시도하세요.',
		password_short: '10자 이상의 비밀번호를 쓰세요.',
		password_long: '200자 이하의 비밀번호를 쓰세요.',
		password_common: '가장 먼저 추측되는 비밀번호입니다. 다른 것을 쓰세요.',
		different: '두 비밀번호가 다릅니다.',
		code_expired: '이미 사용했거나, 교체되었거나, 만료된 링크입니다. 새 링크를 요청하세요.',
		code_unknown: '알 수 없는 링크입니다. 전체를 복사했는지 확인하세요.',
		storage: '이 브라우저는 아무것도 저장하지 않습니다. 시크릿 창을 닫고 링크를 다시 여세요.',
		other: '릴레이가 받아들이지 않았습니다. 다시 시도하세요.'
	},

	invitation: {
		title: '초대받았습니다',
		looking: '초대를 확인하는 중…',
		overTitle: '이 초대는 사용할 수 없습니다',
		who: (inviter, host) => `${inviter} 님이 ${host}의 Tidemark에 초대합니다.`,
		owner: '소유자',
		as: (name, role) => `${name} 님의 역할은 ${role}입니다`,
		roles: {
			owner: '모든 것을 보고 바꿀 수 있습니다.',
			member: '자신의 프롬프트와 모두의 수치를 볼 수 있습니다.',
			viewer: '수치만 볼 수 있고 프롬프트는 볼 수 없습니다.'
		},
		until: (date) => `초대 종료: ${date}`,
		replaces: '이 브라우저는 이미 로그인되어 있습니다. 수락하면 여기의 그 세션은 끝납니다.',
		choose: '비밀번호 정하기(10자 이상)',
		again: '다시 입력',
		accept: '비밀번호 설정하고 로그인',
		accepting: '로그인하는 중…',
		dismiss: '나중에',
		onward: '초대 없이 계속'
	},

	own: '비밀번호',
	ownLead: (name) => `${name}(으)로 로그인되어 있습니다. 비밀번호를 바꾸면 다른 세션은 끝납니다.`,
	current: '현재 비밀번호',
	next: '새 비밀번호',
	changePassword: '비밀번호 변경',
	passwordChanged: '변경했습니다. 다른 세션은 끝났습니다.',
	memberNote: '자신의 프롬프트와 모두의 수치를 볼 수 있습니다. 릴레이 설정은 소유자만 다룹니다.'
};
