// Sentences on the data as a whole and on the monthly statement, in Korean. Part of `ko.ts`.
import type { dataEn, statementEn } from './data-en.ts';

export const dataKo: typeof dataEn = {
	title: '내 데이터',
	lead: '백업, 보관 기간, 삭제.',
	link: '백업, 보관 기간, 삭제…',
	failed: (detail) => `실행하지 못했습니다: ${detail}`,
	days: (n) => `${n}일`,
	all: '전부',
	backup: {
		title: '백업과 이전',
		what: '모든 이벤트, 수치, 예산, 알림과 푸시 키가 담긴 파일 하나입니다. 로그인 정보는 들어가지 않습니다. 파일을 가진 사람은 내용을 모두 읽을 수 있으니 안전하게 보관하세요. 그동안 Tidemark는 계속 동작합니다.',
		action: '지금 백업',
		restore:
			'복원하거나 다른 컴퓨터로 옮기려면 그곳의 Tidemark를 멈추고 다음을 실행하세요. 브라우저는 하던 곳에서 이어집니다.'
	},
	keep: {
		title: '이벤트 보관 기간',
		what: '원본 이벤트(요청, 도구 호출, 프롬프트)는 일정 기간 뒤 지울 수 있습니다. 수치(세션별·15분별 비용, 토큰, 횟수)는 남습니다.',
		relay: '릴레이',
		device: '이 기기',
		now: '보관할 기간: 최근',
		goes: (events, sessions, date) => `${date} 이전 세션 ${sessions}개의 이벤트 ${events}개가 지워집니다.`,
		none: '지금 지워지는 것은 없습니다.',
		stays: (days, sessions, money) => `그 기간에서 남는 것: ${days}일, 세션 ${sessions}개의 수치, ${money}.`,
		left: (events) => `이벤트 ${events}개가 남습니다.`,
		apply: '지우기',
		applyKeep: '저장',
		applied: '완료했습니다.',
		fixed: 'TIDEMARK_RETENTION_DAYS로 정해져 있습니다.',
		deviceNote: '릴레이에는 그대로 있고, 여기의 수치도 변하지 않습니다.',
		deviceGoes: (events, date) => `${date} 이전 이벤트 ${events}개가 이 기기에서 지워집니다.`,
		busy: '과거 이벤트를 아직 받는 중입니다. 끝난 뒤 다시 시도하세요.'
	},
	forget: {
		title: '데이터 삭제',
		what: '릴레이에서, 그리고 각 기기에서는 온라인이 되는 대로 완전히 삭제됩니다. 트랜스크립트, Loki, Prometheus에서 다시 읽어 오지 않습니다. 이들과 Claude Code의 파일, 백업은 건드리지 않습니다. 새 이벤트는 계속 들어옵니다.',
		scope: '대상',
		range: '기간',
		project: '프로젝트',
		everything: '전부(설정한 것 모두 포함)',
		from: '시작',
		to: '끝',
		unknown: '알 수 없는 프로젝트',
		show: '삭제될 내용 보기',
		preview: (events, sessions, money) => `세션 ${sessions}개의 이벤트 ${events}개, ${money}가 삭제됩니다.`,
		goesToo: '함께 삭제됩니다:',
		setUp: {
			budgets: (n) => `예산 ${n}개`,
			alerts: (n) => `알림 ${n}개`,
			prices: (n) => `직접 정한 가격 ${n}개`,
			names: (n) => `직접 정한 이름 ${n}개`,
			channels: (n) => `채널 ${n}개(주소와 비밀 값 포함)`,
			pushDevices: (n) => `기기 ${n}대의 푸시 주소(그 기기에서 앱을 다시 열 때까지)`
		},
		stays: '남는 것:',
		staying: [
			'로그인한 기기와 수집 토큰: 설정에서 끝낼 수 있습니다.',
			'릴레이의 푸시 키와 이벤트 보관 기간.',
			'각 브라우저의 표시 설정과 저장한 검색(로그아웃하면 지워집니다).',
			'다시 들어오지 않게 하기 위한 것: 삭제된 항목의 솔트 해시와 읽은 트랜스크립트 파일의 경로.',
			'백업, Claude Code 자체 파일, Loki, Prometheus.'
		],
		empty: '해당하는 데이터가 없습니다.',
		confirm: (word) => `확인하려면 “${word}”를 입력하세요`,
		word: '삭제',
		action: '완전히 삭제',
		working: '삭제하는 중입니다. 릴레이가 데이터베이스를 새로 쓰므로 1분쯤 걸릴 수 있습니다.',
		done: (events, sessions, money) =>
			`삭제 완료: 세션 ${sessions}개의 이벤트 ${events}개, ${money}. 릴레이의 파일에 더는 남아 있지 않습니다.`,
		notCleared:
			'다른 읽기 작업이 릴레이의 로그를 열어 두고 있습니다. Tidemark를 다시 시작하면 나머지도 지워집니다.',
		aside: (n) => `복원할 때 따로 둔 폴더 ${n}개에 아직 남아 있습니다. 데이터 폴더의 “replaced-…”를 지우세요.`
	}
};

export const statementKo: typeof statementEn = {
	title: '명세서',
	link: '월간 명세서',
	of: (month) => `${month} 명세서`,
	month: '월',
	print: '인쇄',
	made: (date, zone) => `${date} 작성. 날짜는 ${zone} 기준입니다.`,
	total: '합계',
	byProject: '프로젝트별',
	byModel: '모델별',
	byWeek: '주별',
	name: '이름',
	sessions: '세션',
	requests: '요청',
	tokens: '토큰',
	cost: '비용',
	week: (from, to) => `${from} – ${to}`,
	notes: '수치의 근거',
	running: '아직 끝나지 않은 달입니다. 현재까지의 수치입니다.',
	unlogged: (money) => `${money}는 메트릭으로만 알려진 비용입니다.`,
	unpriced: (n) => `요청 ${n}개는 가격을 알 수 없어 합계에 들어 있지 않습니다.`,
	computed: (money) => `${money}는 토큰과 가격표로 계산했습니다.`,
	horizon: (date) => `${date} 이전의 원본 이벤트는 더 이상 보관하지 않지만 수치는 남아 있습니다.`,
	away: '아직 이 기기에 모든 수치가 없고 릴레이에 연결할 수 없습니다. 연결되는 대로 명세서를 만듭니다.',
	nothing: '이 달에 받은 데이터가 없습니다.'
};
