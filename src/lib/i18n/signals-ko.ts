// Sentences on signals and on channels, in Korean. Part of `ko.ts`.
import type { channelsEn, signalsEn } from './signals-en.ts';

export const signalsKo: typeof signalsEn = {
	title: '이상 신호',
	lead: '예산 외에 평소와 다른 일을 알림과 같은 방식으로 알려 드립니다. 계속되는 동안 한 번만 알립니다.',
	names: {
		'spend-spike': '지출 급증',
		runaway: '폭주하는 세션',
		'api-errors': 'API 오류',
		'cache-drop': '캐시 사용 감소',
		'new-model': '새 모델',
		'unpriced-model': '가격을 모르는 모델',
		'price-drift': '가격 불일치',
		'data-stopped': '텔레메트리 중단',
		'source-failing': '소스 오류'
	},
	rules: {
		'spend-spike': '최근 한 시간의 비용이 평소 비싼 시간대의 세 배 이상이고 최소 $1일 때.',
		runaway: '15분 넘게 분당 비용이 평소 비싼 세션의 세 배 이상이고 최소 $0.50일 때.',
		'api-errors': '30분 안에 10회 이상, 전체 시도의 30% 이상이 실패했을 때.',
		'cache-drop': '두 시간 동안 캐시에서 읽은 프롬프트 비율이 평소보다 크게 낮을 때.',
		'new-model': '지난 4주 동안 쓰지 않던 모델을 쓸 때.',
		'unpriced-model': '비용을 알 수 없는 요청이 왔을 때.',
		'price-drift': '보고된 비용이 가격표와 5% 이상 다를 때.',
		'data-stopped': '세션이 계속되거나 턴 도중에 멈췄는데 아무 데이터도 오지 않을 때.',
		'source-failing': '다른 소스는 정상인데 한 소스가 5분 동안 실패할 때.'
	},
	states: {
		raised: '진행 중',
		watching: '감시 중',
		learning: '기록이 아직 부족함',
		off: '꺼짐'
	},
	since: (since) => `${since}부터`,
	span: (from, to) => `${from} ~ ${to}`,
	earlier: (_n, text) => `이전 신호 ${text}개`,
	open: {
		session: '세션 열기',
		live: '실행 중인 작업 보기',
		performance: '오류와 캐시 보기',
		accuracy: '가격 비교',
		settings: '소스 보기'
	}
};

export const channelsKo: typeof channelsEn = {
	title: '다른 채널',
	lead: '릴레이가 알림과 이상 신호를 다른 서비스로 보냅니다. 기기 알림과 같은 내용만 담기며 프롬프트나 경로는 없습니다.',
	none: '아직 채널이 없습니다.',
	away: '릴레이가 응답하면 채널이 표시됩니다.',
	add: '채널 추가',
	titleNew: '새 채널',
	titleEdit: '채널 편집',
	kind: '종류',
	kinds: {
		webhook: '웹훅 (서명된 JSON)',
		slack: 'Slack 또는 호환 서비스',
		discord: 'Discord 또는 호환 서비스',
		ntfy: 'ntfy'
	},
	name: '이름',
	url: '주소',
	urlNotes: {
		webhook:
			'https://호스트/경로. 내부 네트워크의 호스트는 릴레이를 시작할 때 TIDEMARK_CHANNEL_HOSTS에 선언합니다.',
		slack: 'Incoming Webhook 주소, https://hooks.slack.com/services/…',
		discord: '채널의 웹훅 주소, https://discord.com/api/webhooks/…',
		ntfy: '서버와 토픽, https://ntfy.sh/your-topic. 토픽을 아는 사람은 누구나 읽을 수 있습니다.'
	},
	kept: '릴레이가 보관하며 다시 표시하지 않습니다. 비워 두면 그대로 유지됩니다.',
	secret: '서명 시크릿',
	secretNote: '지금 수신 측에 복사하세요. 릴레이가 보관하며 다시 표시하지 않습니다.',
	token: '액세스 토큰 (보호된 토픽만)',
	renew: '새 시크릿 만들기',
	names: '알림의 원인이 된 프로젝트 이름도 보내기',
	paused: '일시 중지: 아무것도 보내지 않음',
	pausedShort: '일시 중지됨',
	save: '저장',
	cancel: '취소',
	edit: '편집',
	editNamed: (name) => `${name} 편집`,
	remove: '제거',
	removeNamed: (name) => `${name} 제거`,
	test: '테스트 보내기',
	testNamed: (name) => `${name}에 테스트 보내기`,
	steps: {
		channel: '채널 확인',
		address: '주소 허용됨',
		connect: '서비스 연결',
		accept: '서비스가 메시지를 받음'
	},
	never: '아직 보낸 것이 없음',
	failed: (detail) => `실패했습니다: ${detail}`
};
