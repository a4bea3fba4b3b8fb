// Sentences of notifications, in Korean.
import type { NoticeWords } from './notice-en.ts';

export const noticeKo: NoticeWords = {
	crossed: (name, percent) => `${name}: ${percent} 사용`,
	crossedBody: (spend, amount, share) => `${amount} 중 ${spend} (${share}).`,
	unnamed: '예산',
	blind: '지출을 알 수 없습니다',
	blindBody: (since) =>
		`${since} 이후 어떤 소스에서도 데이터가 오지 않았습니다. 예산을 감시하지 못하고 있습니다.`,
	signals: {
		'spend-spike': (spent, usual) => [
			`최근 한 시간에 ${spent} 지출`,
			`평소 비싼 시간대는 약 ${usual}입니다. 실시간 화면에서 무엇이 실행 중인지 확인하세요.`
		],
		runaway: (rate, usual) => [
			`한 세션이 분당 ${rate}를 쓰고 있습니다`,
			`평소 비싼 세션은 분당 약 ${usual}입니다. 지켜보고 있지 않다면 멈추세요.`
		],
		'api-errors': (failed, attempts) => [
			`API 시도 ${attempts}회 중 ${failed}회 실패`,
			'최근 30분 동안입니다. 계속하기 전에 한도와 API 상태를 확인하세요.'
		],
		'cache-drop': (share, usual) => [
			`프롬프트의 ${share}만 캐시에서 읽었습니다`,
			`최근 두 시간이며 평소에는 ${usual}입니다. 도구나 모델이 바뀌었는지, 긴 공백이 있었는지 확인하세요.`
		],
		'new-model': (model) => [
			`${model} 처음 사용`,
			'지난 4주 동안 쓰지 않던 모델입니다. 의도한 것인지, 비용이 얼마인지 확인하세요.'
		],
		'unpriced-model': (model) => [
			`${model}의 가격을 알 수 없습니다`,
			'이 모델의 요청은 가격 미상으로 집계되므로 예산에는 실제보다 적게 나타납니다.'
		],
		'price-drift': (model, off, cost) => [
			`${model}의 비용이 가격표와 다릅니다`,
			`보고된 비용 ${cost}가 가격표와 ${off} 차이 납니다. 정확도 화면에서 비교하세요.`
		],
		'data-stopped': (since) => [
			'세션이 작업 중인데 텔레메트리가 멈췄습니다',
			`${since}부터입니다. 직접 끝낸 것이 아니라면 exporter와 Tidemark까지의 경로를 확인하세요.`
		],
		'source-failing': (source, since) => [
			`소스 ${source} 오류`,
			`${since}부터입니다. 다른 소스는 정상이지만 이 소스만 아는 내용이 빠질 수 있습니다. 설정에서 확인하세요.`
		]
	},
	test: '이 기기로 알림이 도착합니다',
	testBody: (name) => `${name} 테스트입니다. 실제 지출은 없습니다.`,
	unreadable: 'Tidemark 알림이 있습니다',
	unreadableBody: '앱을 열어 확인하세요.'
};
