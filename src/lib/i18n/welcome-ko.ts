// Sentences of the first minutes, in Korean. Part of `ko.ts`.
import type { welcomeEn } from './welcome-en.ts';

export const welcomeKo: typeof welcomeEn = {
	where: 'Claude Code는 어디에서 실행되나요?',
	places: { here: '이 컴퓨터', elsewhere: '다른 컴퓨터', backend: 'Collector나 Loki로 보내는 중' },
	hereNote:
		'터미널에서 Tidemark 폴더로 가서 실행하세요. settings.json을 찾아 바뀔 내용을 보여 주고 물어봅니다.',
	command: '명령',
	byHand: '또는 직접 넣으세요.',
	elsewhereNote:
		'Tidemark는 이 컴퓨터에서만 수신합니다. 여기서 그 컴퓨터로 터널을 열어 두고, 그쪽에서 다음을 설정하세요.',
	tunnel: '터널',
	backendNote:
		'Claude Code는 그대로 두세요. Loki와 Prometheus 주소로 Tidemark를 시작하면 저장된 내용을 읽습니다.',
	backendLabel: '시작 명령',
	list: '진행 상황',
	steps: {
		port: '포트 연결',
		export: '첫 내보내기',
		logs: '이벤트',
		metrics: '메트릭',
		prompts: '프롬프트 본문'
	},
	waiting: {
		port: '아직 연결이 없습니다. 실행 중인 세션은 다시 시작해야 합니다.',
		export: '다음 프롬프트 후 몇 초 안에 옵니다.',
		logs: '세션이 일하는 동안 5초마다 옵니다.',
		metrics: '1분마다 옵니다.',
		prompts: '첫 프롬프트가 오면 알 수 있습니다.'
	},
	done: {
		logs: '요청별 비용, 도구, 오류.',
		metrics: '줄 수, 커밋, 활동 시간.',
		prompts: '프롬프트마다 함께 옵니다.'
	},
	choice: '보내지 않고 길이만 보냅니다. npm run connect -- --prompts로 보낼 수 있습니다.',
	problems: {
		'grpc-on-http': (where) =>
			`HTTP용 포트 ${where}에 gRPC가 왔습니다. gRPC 포트로 보내거나 OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf로 설정하세요.`,
		'http-on-grpc': (where) =>
			`gRPC용 포트 ${where}에 HTTP가 왔습니다. HTTP 포트로 보내거나 OTEL_EXPORTER_OTLP_PROTOCOL=grpc로 설정하세요.`,
		tls: (where) =>
			`포트 ${where}에 암호화된 연결이 왔습니다. 엔드포인트는 https://가 아니라 http://로 시작해야 합니다.`,
		'app-port': (where) =>
			`텔레메트리가 앱 포트 ${where}로 왔습니다. OTEL_EXPORTER_OTLP_ENDPOINT를 OTLP 포트로 바꾸세요.`,
		path: (where) =>
			`포트 ${where}의 알 수 없는 경로로 왔습니다. OTEL_EXPORTER_OTLP_ENDPOINT에는 경로를 넣지 마세요. /v1/logs는 Claude Code가 붙입니다.`,
		'media-type': (where) =>
			`포트 ${where}에 알 수 없는 인코딩이 왔습니다. OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf로 설정하세요.`,
		malformed: (where) =>
			`포트 ${where}에 온 데이터를 읽지 못했습니다. OTEL_EXPORTER_OTLP_PROTOCOL을 위에서 고른 값으로 맞추세요.`,
		token: (where) => `수집 토큰이 없거나 다릅니다(포트 ${where}). npm run connect가 설정에 써 넣습니다.`,
		host: (where) =>
			`포트 ${where}의 수신기가 모르는 이름으로 호출되었습니다. localhost를 쓰거나 TIDEMARK_ALLOWED_HOSTS에 이름을 등록하세요.`,
		'receiver-off': () =>
			'이 릴레이는 OTLP가 꺼져 있습니다. TIDEMARK_OTLP_GRPC_PORT나 TIDEMARK_OTLP_HTTP_PORT를 설정하세요.',
		'no-logs': () => '메트릭은 오지만 이벤트가 없습니다. OTEL_LOGS_EXPORTER=otlp가 빠졌습니다.',
		'no-metrics': () => '이벤트는 오지만 메트릭이 없습니다. OTEL_METRICS_EXPORTER=otlp가 빠졌습니다.',
		'no-session': () => '이벤트에 세션이 없습니다. OTEL_METRICS_INCLUDE_SESSION_ID=false를 지우세요.',
		delta: () =>
			'이벤트는 오지만 Prometheus에 Claude Code 메트릭이 없습니다. Claude Code가 보내는 델타를 거부하기 때문입니다. deltatocumulative가 있는 Collector나 Tidemark로 보내세요.',
		'source-failing': (where) => `${where} 소스를 읽을 수 없습니다. 진단에서 이유를 볼 수 있습니다.`
	},
	missing: '빠진 것이 있습니다.',
	fix: '해결 방법',
	doctor: '전체 진단',
	question: '질문',
	transcripts: (days) => `이 컴퓨터의 Claude Code 트랜스크립트에서 ${days}일치 기록을 찾아 읽었습니다.`,
	show: '보기',
	fine: '확인',
	install:
		'Tidemark를 앱으로 설치할까요? 별도의 창과 아이콘이 생기고, 오프라인에서도 열리며, 브라우저가 사본을 보관합니다.',
	installYes: '설치',
	installIos:
		'iPhone과 iPad에서는 Tidemark를 홈 화면에 추가하세요. 공유를 누르고 홈 화면에 추가를 고른 뒤, 거기서 로그인합니다. 알림은 그곳에서만 오고(iOS 16.4부터), 사본도 그곳에서만 남습니다. Safari는 7일 동안 방문하지 않은 사이트의 데이터를 지웁니다.',
	persist: '저장 공간이 부족해져도 오프라인으로 열 수 있도록 이 브라우저가 사본을 보관해도 될까요?',
	yes: '보관',
	later: '나중에'
};
