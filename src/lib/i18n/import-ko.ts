// Sentences on importing files, in Korean. Part of `ko.ts`.
import type { importEn } from './import-en.ts';

export const importKo: typeof importEn = {
	title: '가져오기',
	lead: '트랜스크립트나 그 폴더, 내보낸 이벤트 파일을 앱 어디에나 끌어다 놓으세요. 무엇을 몇 번 놓아도 두 번 집계되지 않습니다.',
	where:
		'Claude Code의 트랜스크립트는 ~/.claude/projects에 있습니다. 숨김 폴더이므로 대화상자에서 Ctrl+H(Mac은 ⌘⇧.)를 누르거나 경로를 입력하세요.',
	own: 'Tidemark가 실행 중인 컴퓨터의 트랜스크립트는 가져오지 않아도 자동으로 읽습니다.',
	folder: '폴더 선택',
	files: '파일 선택',
	choose: '파일이나 폴더',
	another: '더 가져오기',
	pickFailed: (detail) => `열 수 없습니다: ${detail}`,
	content: {
		off: '프롬프트 본문과 도구 입력은 저장하지 않습니다. 저장하려면 TIDEMARK_TRANSCRIPT_CONTENT=on으로 설정하세요.',
		on: '프롬프트 본문과 도구 입력도 저장합니다(TIDEMARK_TRANSCRIPT_CONTENT=on).'
	},
	shared: {
		title: 'Tidemark로 전달된 파일',
		lead: (_n, text) => `이 앱으로 공유된 파일 ${text}개를 아직 읽지 않았습니다:`,
		more: (text) => `외 ${text}개`,
		accept: '가져오기',
		discard: '버리기'
	},
	phases: {
		finding: '파일을 찾는 중',
		asking: '릴레이에 확인하는 중',
		reading: '읽는 중',
		waiting: '릴레이를 기다리는 중',
		done: '가져왔습니다',
		stopped: '중지했습니다',
		failed: '가져오지 못했습니다',
		offline: '릴레이에 연결할 수 없습니다',
		demo: '가져오지 못했습니다'
	},
	found: (_n, text) => `지금까지 파일 ${text}개`,
	progress: '읽은 바이트',
	filesOf: (done, total) => `파일 ${total}개 중 ${done}개`,
	bytesOf: (done, total) => `${total} 중 ${done}`,
	rate: (bytes) => `초당 ${bytes}`,
	left: (duration) => `${duration} 남음`,
	cancel: '취소',
	tryNow: '지금 시도',
	waitingNote: (detail) =>
		`${detail} 읽은 내용은 이 탭에 보관되며 릴레이가 응답하면 바로 보냅니다. 탭을 열어 두세요.`,
	offlineNote:
		'저널은 릴레이에 있으므로 릴레이가 응답해야 파일을 읽습니다. 릴레이를 시작한 뒤 다시 시도하세요.',
	demoNote: '샘플 데이터입니다. 실제 파일과 섞지 않습니다. 데모를 끝내고 npm start를 실행하세요.',
	stoppedNote: '그때까지 보낸 내용은 보관됩니다. 같은 파일을 언제든 다시 가져오면 나머지가 채워집니다.',
	failedNote: (detail) => `${detail} 그때까지 보낸 내용은 보관됩니다.`,
	nothing: '트랜스크립트나 내보낸 파일이 없었습니다.',
	report: {
		files: '읽은 파일',
		size: '크기',
		accepted: '새로 추가되거나 보완된 이벤트',
		duplicates: '이미 있던 이벤트',
		passed: '관련 없는 레코드',
		tooOld: '보관 기간이 지난 이벤트',
		skipped: '읽지 않은 파일',
		problems: '읽지 못한 줄',
		why: '이유',
		count: '개수',
		examples: '예',
		none: '모든 파일과 모든 줄을 읽었습니다.'
	},
	skips: {
		'other-kind': '트랜스크립트도 내보낸 파일도 아님(*.jsonl)',
		backup: '백업: Tidemark를 멈추고 npm run restore -- FILE을 실행하세요',
		journal: 'Tidemark 데이터베이스: 원래 위치에서 백업을 만들어 복원하세요',
		'not-events': '다른 내용의 JSON Lines',
		empty: '빈 파일',
		unreadable: '읽을 수 없음: 그사이 옮겨졌거나 바뀌었거나 권한이 없음'
	},
	reasons: {
		'too long': '8 MB보다 긺',
		'no UTF-8': 'UTF-8이 아닌 바이트가 있어 대체 문자로 읽음',
		unfinished: '마지막 줄이 끝나지 않음',
		'line is not JSON': 'JSON이 아님',
		'line is not a record': '레코드가 아님',
		'no time': '시각 없음',
		'time before 2020': '2020년 이전 시각',
		'time more than a day ahead': '하루 넘게 앞선 시각',
		'response without an id': 'ID 없는 응답',
		'tool result without an id': 'ID 없는 도구 결과',
		'invalid usage': '올바르지 않은 토큰 수',
		'not an event': '이벤트가 아님',
		'not an allowed source': '가져올 수 없는 소스',
		'a transcript with a cost of its own': '비용이 적힌 트랜스크립트',
		'not the id of such an event': '이벤트와 맞지 않는 ID'
	},
	invalid: (field) => `올바르지 않은 ${field} 값`
};
