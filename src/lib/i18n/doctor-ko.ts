// What the doctor says, in Korean. Part of `ko.ts`; a problem's sentence names what mends it.
import type { DoctorWords } from './doctor-en.ts';

export const doctorKo: DoctorWords = {
	title: '진단',
	lead: 'Claude Code에서 수치까지의 모든 경로를 살피고 표시된 시험 레코드 하나를 보냅니다. 어떤 집계에도 들어가지 않습니다.',
	run: '지금 진단',
	again: '다시 진단',
	running: '진단 중… 시험 레코드를 따라가고 있습니다. Collector를 거치면 최대 1분이 걸립니다.',
	well: '모두 정상입니다.',
	broken: '문제가 있습니다.',
	failed: (detail) => `진단을 실행하지 못했습니다: ${detail}`,
	terminal: '터미널에서도 할 수 있습니다. 릴레이가 꺼져 있어도 됩니다.',
	command: '명령',
	device: '이 기기',
	relay: '릴레이와 데이터 경로',
	offline: '릴레이에 연결할 수 없어 이 기기만 확인했습니다.',
	states: { ok: '정상', note: '참고', bad: '문제' },
	names: {
		node: 'Node 버전',
		build: '앱 빌드',
		relay: '릴레이',
		ports: 'OTLP 포트',
		data: '데이터 폴더',
		disk: '남은 공간',
		claude: 'Claude Code 설정',
		transcripts: '트랜스크립트',
		send: '시험 레코드 전송',
		arrive: '시험 레코드 도착',
		loki: 'Loki 상태',
		lokiHolds: 'Loki의 시험 레코드',
		prometheus: 'Prometheus 상태',
		prometheusHolds: 'Prometheus의 시험 레코드',
		relayReads: '릴레이가 Loki에서 읽음',
		collector: 'Collector 상태',
		push: '푸시 기기',
		storage: '이 브라우저의 사본',
		deviceClock: '이 기기의 시계',
		notifications: '이 기기의 알림',
		serviceWorker: '오프라인 앱'
	},
	problems: {
		nodeOld: (value) => `${value}은(는) 너무 오래되었습니다. Node 22.19 이상을 설치하세요.`,
		buildStale: () => '소스보다 오래되었거나 없습니다. npm start가 빌드합니다.',
		relayDown: (value) => `${value}에 응답이 없습니다. npm start를 실행하세요.`,
		relayForeign: (value) => `${value}에서 다른 프로그램이 응답합니다. TIDEMARK_PORT를 빈 포트로 바꾸세요.`,
		relayOther: (value) => `다른 버전이 실행 중입니다(${value}). 멈추고 npm start를 다시 실행하세요.`,
		relayDegraded: (value) => `확인이 필요합니다. ${value}`,
		otlpOff: () => '모두 꺼져 있습니다. TIDEMARK_OTLP_GRPC_PORT나 TIDEMARK_OTLP_HTTP_PORT를 설정하세요.',
		otlpDown: (value) =>
			`포트 ${value}에서 수신하는 프로그램이 없습니다. Tidemark를 시작하거나 포트를 쓰는 프로그램을 확인하세요.`,
		dataMissing: (value) => `${value}이(가) 아직 없습니다. 처음 시작할 때 만들어집니다.`,
		dataOpen: (value) => `${value}을(를) 다른 사용자가 읽을 수 있습니다. chmod go=로 닫으세요.`,
		dataUnwritable: (value) => `${value}에 쓸 수 없습니다. 소유자를 바꾸거나 TIDEMARK_DATA_DIR을 설정하세요.`,
		diskFull: (value) => `${value}만 남았습니다. 곧 저장할 수 없게 됩니다. 공간을 비우세요.`,
		diskLow: (value) => `${value}만 남았습니다.`,
		claudeUnset: (value) => `${value}은(는) 텔레메트리를 보내지 않습니다. npm run connect를 실행하세요.`,
		claudeUnreadable: (value) =>
			`${value}을(를) 읽을 수 없거나 JSON이 아닙니다. 고친 뒤 npm run connect를 실행하세요.`,
		claudeOff: (value) =>
			`${value}에 CLAUDE_CODE_ENABLE_TELEMETRY=1이 없습니다. npm run connect를 실행하세요.`,
		claudeNoLogs: (value) =>
			`${value}에 OTEL_LOGS_EXPORTER=otlp가 없어 메트릭만 옵니다. npm run connect를 실행하세요.`,
		claudeNoMetrics: (value) =>
			`${value}에 OTEL_METRICS_EXPORTER=otlp가 없습니다. npm run connect를 실행하세요.`,
		claudeNoSession: (value) =>
			`${value}의 OTEL_METRICS_INCLUDE_SESSION_ID=false 때문에 세션 ID가 빠집니다. 지우세요.`,
		claudePort: (value) =>
			`프로토콜과 포트가 맞지 않습니다(${value}). gRPC는 4317, HTTP는 4318입니다. npm run connect가 맞춰 줍니다.`,
		claudeElsewhere: (value) =>
			`텔레메트리가 ${value}(으)로 가는데 이 릴레이는 그곳을 읽지 않습니다. npm run connect를 실행하거나 LOKI_URL을 설정하세요.`,
		transcriptsNone: (value) => `${value}에 Claude Code 폴더가 없습니다.`,
		transcriptsUnreadable: (value) => `${value} TIDEMARK_TRANSCRIPTS를 고치세요.`,
		sendUnreachable: (value) =>
			`보내지 못했습니다: ${value}. 수신기를 시작하거나 OTEL_EXPORTER_OTLP_ENDPOINT를 고치세요.`,
		sendToken: (value) =>
			`수신기가 토큰을 요구합니다(${value}). TIDEMARK_INGEST_TOKEN을 설정하고 npm run connect를 실행하세요.`,
		sendRefused: (value) =>
			`수신기가 받지 않았습니다: ${value}. OTEL_EXPORTER_OTLP_PROTOCOL이 포트와 맞나요?`,
		notArrived: (value) =>
			`받았지만 ${value} 안에 릴레이에서 보이지 않았습니다. 다른 프로그램이 포트를 쓰거나 TIDEMARK_DATA_DIR이 릴레이와 다를 수 있습니다.`,
		sourceFailing: (value) => `${value} 주소나 토큰을 고치고 Tidemark를 다시 시작하세요.`,
		sourceStarting: (value) => `${value} 잠시 기다리세요.`,
		clockApart: (value) => `시계가 이 컴퓨터와 ${value} 차이 납니다. 둘 다 NTP로 맞추세요.`,
		lokiMissing: (value) =>
			`엔드포인트는 받았지만 ${value} 뒤에도 Loki에 없습니다. Collector 로그에서 Loki exporter를 확인하세요.`,
		prometheusMissing: (value) =>
			`엔드포인트는 받았지만 ${value} 뒤에도 Prometheus에 없습니다. 델타에는 Collector의 deltatocumulative가 필요하고, Prometheus가 이를 수집해야 합니다.`,
		relayNotReading: (value) =>
			`Loki에는 있지만 릴레이가 ${value} 안에 읽지 않았습니다. LOKI_QUERY가 충분히 넓은지, 릴레이가 이 LOKI_URL로 실행 중인지 확인하세요.`,
		collectorFailing: (value) => `레코드를 잃거나 거부합니다: ${value}. 로그를 확인하세요.`,
		pushNoKeys: () => '아직 키가 없습니다. 처음 시작할 때 만들어집니다.',
		pushBadKeys: (value) => value,
		storageMayGo: () =>
			'공간이 부족하면 브라우저가 지울 수 있습니다. 설정의 ‘이 기기’에서 보관을 요청하세요. 릴레이의 데이터는 안전합니다.',
		deviceClockApart: (value) =>
			`릴레이와 ${value} 차이 납니다. 둘 다 NTP로 맞추세요. 표시되는 시각은 릴레이를 따릅니다.`,
		notificationsBlocked: () => '브라우저가 차단했습니다. 브라우저의 사이트 설정에서 허용하세요.',
		serviceWorkerNone: () =>
			'설정되지 않아 오프라인으로 열 수 없습니다. https나 localhost에서 한 번 새로고침하세요.'
	}
};
