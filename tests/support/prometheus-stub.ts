// A Prometheus on loopback that answers as the recorded one did: names of metrics, and raw samples of a range selector.
// Imports nothing from src or server.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Series {
	/** With `__name__`. */
	labels: Record<string, string>;
	/** In order of time. */
	samples: { atMs: number; value: number }[];
}

export interface Answer {
	status: number;
	body: string;
	headers?: Record<string, string>;
}

export interface PrometheusStub {
	readonly url: string;
	readonly series: Series[];
	/** Range selectors asked for. */
	readonly queries: { name: string; fromMs: number; toMs: number }[];
	readonly requests: { path: string; headers: IncomingMessage['headers'] }[];
	add(...series: Series[]): void;
	/** Adds a sample to the series of these labels, made when missing. */
	sample(labels: Record<string, string>, atMs: number, value: number): void;
	/** Answers to the next queries for samples, instead of the true ones; `hang`: none. */
	next(...answers: (Answer | 'hang')[]): void;
	/** Ranges longer than this are refused: too many samples. */
	heavyAboveMs: number;
	need: Record<string, string>;
	starting: boolean;
	stop(): Promise<void>;
	start(): Promise<void>;
}

export async function startPrometheusStub(): Promise<PrometheusStub> {
	const sockets = new Set<Socket>();
	const answers: (Answer | 'hang')[] = [];
	let server: Server | null = null;
	let port = 0;

	const stub: PrometheusStub = {
		get url() {
			return `http://127.0.0.1:${port}`;
		},
		series: [],
		queries: [],
		requests: [],
		add: (...series) => void stub.series.push(...series),
		sample(labels, atMs, value) {
			const key = JSON.stringify(Object.entries(labels).sort());
			let series = stub.series.find((known) => JSON.stringify(Object.entries(known.labels).sort()) === key);
			if (series === undefined) {
				series = { labels, samples: [] };
				stub.series.push(series);
			}
			series.samples.push({ atMs, value });
		},
		next: (...given) => void answers.push(...given),
		heavyAboveMs: Number.POSITIVE_INFINITY,
		need: {},
		starting: false,
		async stop() {
			const closed = new Promise((resolve) => server?.close(resolve));
			for (const socket of sockets) socket.destroy();
			await closed;
			server = null;
		},
		async start() {
			server = createServer(onRequest);
			server.on('connection', (socket) => {
				sockets.add(socket);
				socket.on('close', () => sockets.delete(socket));
			});
			await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
			port = (server.address() as AddressInfo).port;
		}
	};

	function onRequest(request: IncomingMessage, response: ServerResponse): void {
		const url = new URL(request.url ?? '/', 'http://stub');
		stub.requests.push({ path: request.url ?? '/', headers: request.headers });
		const text = (status: number, body: string) =>
			response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(body);
		const json = (status: number, body: object) =>
			response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
		const error = (status: number, errorType: string, said: string) =>
			json(status, { status: 'error', errorType, error: said });

		if (url.pathname === '/-/ready' || url.pathname === '/-/healthy') {
			if (stub.starting) text(503, 'Service Unavailable');
			else text(200, 'Prometheus Server is Ready.\n');
			return;
		}
		const authorized = Object.entries(stub.need).every(
			([name, value]) => request.headers[name.toLowerCase()] === value
		);
		if (!authorized) return void text(401, 'Unauthorized\n');
		if (stub.starting) return void text(503, 'Service Unavailable');
		const { searchParams } = url;
		if (url.pathname === '/api/v1/label/__name__/values') {
			const fromMs = Number(searchParams.get('start')) * 1000;
			const toMs = Number(searchParams.get('end')) * 1000;
			json(200, { status: 'success', data: namesOf(stub.series, fromMs, toMs) });
			return;
		}
		if (url.pathname !== '/api/v1/query') return void text(404, '404 page not found\n');
		const one = /^\{__name__=~"(\w+)\.\*",(\w+)="([^"]*)"\}$/.exec(searchParams.get('query') ?? '');
		if (one !== null) {
			const found = stub.series.filter(
				({ labels }) => labels.__name__?.startsWith(one[1]!) && labels[one[2]!] === one[3]
			);
			const result = found.map(({ labels, samples }) => ({
				metric: labels,
				value: [Date.now() / 1000, String(samples.at(-1)?.value ?? 0)]
			}));
			json(200, { status: 'success', data: { resultType: 'vector', result } });
			return;
		}
		const selector = /^\{__name__=("(?:[^"\\]|\\.)*")\}\[(\d+)ms\]$/.exec(searchParams.get('query') ?? '');
		if (selector === null)
			return void error(
				400,
				'bad_data',
				'invalid parameter "query": 1:9: parse error: unclosed left parenthesis'
			);
		const name = JSON.parse(selector[1]!) as string;
		const toMs = Math.round(Number(searchParams.get('time')) * 1000);
		const fromMs = toMs - Number(selector[2]);
		stub.queries.push({ name, fromMs, toMs });
		const given = answers.shift();
		if (given === 'hang') return;
		if (given !== undefined) {
			response
				.writeHead(given.status, { 'Content-Type': 'application/json', ...given.headers })
				.end(given.body);
			return;
		}
		if (toMs - fromMs > stub.heavyAboveMs) {
			error(422, 'execution', 'query processing would load too many samples into memory in query execution');
			return;
		}
		json(200, {
			status: 'success',
			data: { resultType: 'matrix', result: matrix(stub.series, name, fromMs, toMs) }
		});
	}

	await stub.start();
	return stub;
}

function namesOf(series: Series[], fromMs: number, toMs: number): string[] {
	const names = series
		.filter(({ samples }) => samples.some(({ atMs }) => atMs >= fromMs && atMs <= toMs))
		.map(({ labels }) => labels.__name__!)
		.filter((name) => /^claude_code[._].+$/.test(name));
	return [...new Set(names)].sort();
}

/** Samples after `fromMs` up to `toMs`, as Prometheus 3 takes ranges. */
function matrix(series: Series[], name: string, fromMs: number, toMs: number): object[] {
	return series
		.filter(({ labels }) => labels.__name__ === name)
		.map(({ labels, samples }) => ({
			metric: labels,
			values: samples
				.filter(({ atMs }) => atMs > fromMs && atMs <= toMs)
				.map(({ atMs, value }) => [atMs / 1000, text(value)])
		}))
		.filter(({ values }) => values.length > 0);
}

function text(value: number): string {
	return Number.isNaN(value) ? 'NaN' : String(value).replace('Infinity', 'Inf');
}
