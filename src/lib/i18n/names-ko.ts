// Sentences on names and own rates in Settings, in Korean. Part of `ko.ts`.
import type { namesEn, ownPricesEn } from './names-en.ts';

export const namesKo: typeof namesEn = {
	title: '이름',
	note: '발견된 그대로의 프로젝트, 브랜치, 컴퓨터, 프로필, 사용자입니다. 이름은 표시만 바꾸고 기록은 바꾸지 않습니다. 이름이 같은 값은 필터, 예산, 파일, 터미널 보고서에서 하나로 집계됩니다.',
	hiddenNote:
		'숨긴 값은 필터 목록에 나오지 않고 “숨김” 아래에 표시됩니다. 비용은 모든 합계와 예산에 그대로 포함됩니다.',
	dimension: '표시',
	none: '아직 발견된 값이 없습니다. 첫 세션이 들어오면 여기에 나타납니다.',
	hidden: '숨김',
	discovered: (value) => `발견된 이름 ${value}`,
	mergedWith: (_n, text) => `같은 이름의 값 ${text}개 중 하나`,
	sessions: (_n, text) => `세션 ${text}개`,
	rename: '이름 바꾸기',
	renameOf: (value) => `${value} 이름 바꾸기`,
	newName: (value) => `${value}의 이름`,
	mergeHint: '다른 값의 이름을 쓰면 둘이 합쳐집니다. 비워 두면 발견된 이름을 씁니다.',
	hide: '숨기기',
	hideOf: (value) => `${value} 숨기기`,
	show: '다시 표시',
	showOf: (value) => `${value} 다시 표시`,
	save: '저장',
	cancel: '취소',
	more: (text) => `${text}개 더`,
	unsent: '이 기기에 저장되었습니다. 릴레이에 연결되면 전송됩니다.',
	failed: (reason) => `저장하지 못했습니다: ${reason}`
};

export const ownPricesKo: typeof ownPricesEn = {
	title: '사용자 요율',
	note: '모델별 사용자 요율입니다. 지정한 날짜부터 그 모델의 다음 사용자 요율까지 적용됩니다. Claude Code가 비용을 보내지 않은 요청에만 쓰이며, 보고된 비용은 바뀌지 않습니다.',
	none: '사용자 요율이 없습니다. 아래 가격표를 사용합니다.',
	add: '요율 추가',
	addFor: (model) => `${model}의 사용자 요율 설정`,
	observed: (rates) => `그 이후의 보고된 비용은 모두 다음 요율과 나노달러까지 일치합니다: ${rates}.`,
	observedTimes: (factor, rates) =>
		`그 이후의 보고된 비용은 모두 가격표의 ${factor}배이며 나노달러까지 일치합니다: ${rates}.`,
	unseen: (kinds) => `그 이후 쓰이지 않아 가격표 값을 그대로 둡니다: ${kinds}.`,
	useObserved: '관측된 요율 사용',
	useObservedOf: (model) => `${model}에 관측된 요율 사용`,
	cannotTell: {
		tooFew:
			'어떤 요율이 적용되었는지 아직 알 수 없습니다. 토큰 종류의 비율이 서로 다른 요청이 너무 적습니다.',
		contradict: '모든 비용을 정확히 설명하는 요율이 없어 제안하지 않습니다.',
		bySize: '이 모델은 프롬프트 크기에 따라 가격이 다르지만 사용자 요율은 그럴 수 없어 제안하지 않습니다.'
	},
	edit: '수정',
	editOf: (model) => `${model} 요율 수정`,
	remove: '삭제',
	removeOf: (model) => `${model} 요율 삭제`,
	formTitle: '모델의 사용자 요율, 100만 토큰당 USD',
	model: '모델',
	modelBad: 'claude-opus-4-5처럼 모델 이름을 입력하세요.',
	from: '시작일 (UTC)',
	fromNote: '비워 두면 전체 기간에 적용됩니다.',
	always: '전체 기간',
	rateBad: '요율은 0에서 100,000 사이의 수이며 소수점 이하 셋째 자리까지 쓸 수 있습니다.',
	save: '요율 저장',
	cancel: '취소',
	repricing:
		'가격을 다시 계산하는 중… 지금 수치는 이전 요율 기준이며, 모든 요청의 계산이 끝나면 한꺼번에 바뀝니다.',
	repricingOffline: '가격 재계산이 릴레이를 기다리고 있습니다. 지금 수치는 이전 요율 기준입니다.',
	horizon: '이벤트가 더 이상 보관되지 않는 날은 계산된 가격 그대로 남습니다.'
};
