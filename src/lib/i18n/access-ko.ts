// Sentences on signing in, devices and ingest tokens, in Korean. Part of `ko.ts`.
import type { Dictionary } from './en.ts';

export const accessKo: Dictionary['access'] = {
	out: {
		first: {
			title: '이 브라우저는 로그인되어 있지 않습니다',
			detail: '프롬프트, 경로, 비용은 소유자가 허용한 브라우저에만 표시됩니다.'
		},
		signed_out: {
			title: '로그아웃됨',
			detail: '이 브라우저는 더 이상 로그인되어 있지 않습니다. 저장된 데이터는 표시하지 않습니다.'
		},
		left: {
			title: '로그아웃됨',
			detail: '이 브라우저에 있던 기록, 캐시, 알림을 모두 삭제했습니다.'
		},
		session_expired: {
			title: '세션이 만료되었습니다',
			detail: '로그인은 방문 없이 30일, 최대 90일까지 유지됩니다.'
		},
		session_revoked: {
			title: '이 기기가 로그아웃되었습니다',
			detail: '다른 기기가 이 세션을 끝냈습니다. 이 브라우저에 있던 데이터는 모두 삭제했습니다.'
		},
		code_expired: {
			title: '이미 사용했거나 만료된 링크입니다',
			detail: '링크나 코드는 브라우저 하나를 한 번만 로그인시킵니다. 새로 만드세요.'
		},
		code_unknown: {
			title: '알 수 없는 코드입니다',
			detail: '숫자를 확인하세요. 코드는 2분 동안 유효하며, 다섯 번 틀리면 새 코드가 필요합니다.'
		},
		slow_down: {
			title: '코드를 너무 많이 시도했습니다',
			detail: '1분 뒤에 다시 입력하세요. 새 QR 코드의 링크는 바로 쓸 수 있습니다.'
		},
		offline: {
			title: '릴레이에 연결할 수 없습니다',
			detail: '릴레이가 있는 컴퓨터에서 npm start로 시작하세요. 이 페이지는 자동으로 다시 시도합니다.'
		},
		storage: {
			title: '이 브라우저는 아무것도 저장하지 않습니다',
			detail:
				'로그인하려면 이 사이트의 저장소(IndexedDB)가 필요합니다. 저장을 허용하거나 시크릿 창을 닫고 새 링크를 여세요.'
		}
	},
	ownMachine: 'Tidemark가 실행 중인 컴퓨터에서',
	ownMachineDetail: 'Tidemark 폴더에서 실행하세요. 이 브라우저를 로그인시키는 링크가 열립니다.',
	openLabel: '브라우저를 로그인시키는 명령',
	otherDevice: '로그인된 기기에서',
	homeScreen:
		'iPhone이나 iPad에서는 먼저 이 페이지를 홈 화면에 추가하고(공유 › 홈 화면에 추가) 거기서 열어 로그인하세요. 설치한 앱은 Safari의 로그인을 함께 쓰지 않습니다.',
	otherDeviceDetail:
		'그 기기에서 설정의 기기 추가를 여세요. QR 코드를 스캔하거나 8자리 숫자를 여기에 입력하세요.',
	code: '코드',
	codeHint: '숫자 8자리',
	codeBad: '숫자 8자리를 모두 입력하거나 링크 전체를 붙여 넣으세요.',
	enter: '로그인',
	entering: '로그인하는 중…',
	retry: '다시 시도',
	viewerNote: '이 기기는 보기만 할 수 있습니다. 프롬프트, 명령, 설정은 소유자의 기기에서만 볼 수 있습니다.',

	devices: '기기',
	devicesLead: '볼 수 있는 브라우저 목록입니다. 모르는 기기는 로그아웃시키세요.',
	devicesOff: '로그인이 꺼져 있어 기기를 구분하지 않습니다.',
	devicesFailed: (detail) => `기기 목록을 읽지 못했습니다: ${detail}`,
	thisDevice: '이 기기',
	roles: { owner: '소유자', member: '구성원', viewer: '열람자' },
	roleNotes: {
		owner: '모든 권한',
		member: '자신의 프롬프트와 모두의 합계',
		viewer: '수치만: 프롬프트, 명령, 설정 제외'
	},
	seen: (age) => `${age} 접속`,
	since: (date) => `${date}부터`,
	rename: '이름 바꾸기',
	renameOf: (name) => `${name} 이름 바꾸기`,
	name: '이름',
	save: '저장',
	cancel: '취소',
	revoke: '로그아웃',
	revokeOf: (name) => `${name} 로그아웃`,
	revokeConfirm: '정말 로그아웃',
	revoked: (name) => `${name} 기기를 로그아웃시켰습니다.`,
	others: '다른 기기 모두 로그아웃',
	othersConfirm: '정말 다른 기기 모두 로그아웃',
	othersDone: (_n, text) => `기기 ${text}대를 로그아웃시켰습니다.`,
	signOut: '이 브라우저 로그아웃',
	signOutConfirm: '저장된 데이터를 지우고 로그아웃',
	signOutNote: '이 브라우저의 기록, 캐시, 알림을 삭제합니다. 릴레이의 데이터는 그대로 남습니다.',
	failed: (detail) => `실패했습니다: ${detail}`,

	add: '기기 추가',
	addLead: '휴대폰, 태블릿, 다른 컴퓨터 등 브라우저 하나를 더 허용합니다.',
	addRole: '볼 수 있는 것',
	addAgain: '새 코드',
	qr: '기기를 로그인시키는 링크의 QR 코드',
	scan: '다른 기기의 카메라로 스캔하세요. 또는 그 기기에서 이 주소를 열고',
	typed: '이 코드를 입력하세요:',
	expires: (seconds) => `한 번만, 앞으로 ${seconds}초 동안 쓸 수 있습니다.`,
	states: {
		used: '기기가 로그인되었습니다.',
		expired: '코드가 만료되었습니다. 새로 만드세요.',
		spent:
			'틀린 숫자가 너무 많이 입력되었습니다. QR 코드는 아직 쓸 수 있고, 숫자가 필요하면 새 코드를 만드세요.'
	},
	here: '이 주소는 이 컴퓨터에서만 열립니다.',
	hereDetail:
		'이 코드는 이 컴퓨터의 다른 브라우저를 로그인시킵니다. 휴대폰에서 쓰려면 릴레이에 자체 주소가 필요합니다. 아래 방법 중 하나로 HTTPS를 갖추고 TIDEMARK_PUBLIC_URL에 그 주소를 설정하세요.',
	plain: '이 주소는 암호화되지 않은 http입니다.',
	plainDetail:
		'같은 네트워크의 누구나 오가는 내용을 읽을 수 있고, 브라우저는 HTTPS 없이는 알림, 설치, 오프라인 사용을 허용하지 않습니다.',
	ways: 'HTTPS를 갖추는 방법',
	wayNames: {
		tailscale: 'Tailscale(권장): 정식 인증서, 집 밖에서도 사용 가능',
		domain: '자신의 도메인과 Caddy',
		local: '계정 없이: mkcert, 인증 기관을 휴대폰마다 설치'
	},
	wayDone: (variable) => `그런 다음 ${variable}을 설정하고 Tidemark를 다시 시작하세요.`,

	tokens: '수집 토큰',
	tokensLead:
		'컴퓨터가 텔레메트리를 보낼 때 쓰는 토큰입니다. 쓰기만 하고 아무것도 읽지 못합니다. 이 컴퓨터에서는 필요 없고, 다른 컴퓨터에서는 필요합니다.',
	tokensNone: '아직 토큰이 없습니다.',
	tokensFailed: (detail) => `토큰 목록을 읽지 못했습니다: ${detail}`,
	tokenName: '이름',
	tokenNameHint: '예: 빌드 서버',
	tokenMachine: '컴퓨터 이름(보내온 이름 대신 표시)',
	tokenUser: '사용자(보내온 값 대신 표시)',
	tokenOptional: '선택 사항',
	tokenMake: '토큰 만들기',
	tokenMade: (name) =>
		`${name}의 토큰입니다. 지금 한 번만 표시됩니다. 그 컴퓨터의 환경 변수에 이 줄을 추가하세요:`,
	tokenLine: '환경 변수에 추가할 줄',
	tokenDone: '완료',
	tokenFor: (what) => `대상: ${what}`,
	tokenUsed: (age) => `${age} 마지막 사용`,
	tokenUnused: '사용된 적 없음',
	tokenRevoke: '폐기',
	tokenRevokeOf: (name) => `${name} 폐기`,
	tokenRevokeConfirm: '정말 폐기',
	tokenRevoked: (name) => `${name} 토큰을 폐기했습니다. 이 토큰으로 보낸 데이터는 거부됩니다.`
};
