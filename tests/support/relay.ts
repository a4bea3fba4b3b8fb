// A real relay in a child process, on free ports and a folder of its own, for tests that need the whole way.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

export interface Relay {
	url: string;
	port: number;
	otlpHttpPort: number;
	otlpGrpcPort: number;
	dataDir: string;
	/** What it printed so far. */
	output(): string;
	/** Ends the process and waits for it; the folder stays until `remove`. Resolves to its exit code. */
	stop(signal?: NodeJS.Signals): Promise<number | null>;
	/** Starts it again on the same ports and folder. */
	restart(): Promise<void>;
	/** Stops it if need be and removes its folder. */
	remove(): Promise<void>;
	/** A new one-time link for the owner, as `npm run open` prints it. */
	open(...more: string[]): Promise<string>;
	/** Headers of an owner's session of the test's own; none with sign-in off. */
	headers(): Promise<Record<string, string>>;
	health(): Promise<{
		events: number;
		head: number;
		status: string;
		epoch: string;
		sources: { name: string; phase?: string }[];
	}>;
	/** Waits until the journal holds this many events. */
	holds(events: number): Promise<void>;
	/** Resident memory, bytes (Linux). */
	pid(): number;
}

export interface RelayOptions {
	env?: Record<string, string>;
	/** As it is for people; without it whoever reaches the relay is its owner, where sign-in is not the subject. */
	signIn?: boolean;
	entry?: string;
	arguments?: string[];
	dataDir?: string;
	/** App, OTLP/HTTP and OTLP/gRPC, where a browser's store has to be found again; else free ones. */
	ports?: readonly number[];
	/** It has a certificate of its own, which no authority knows. */
	tls?: boolean;
}

export async function startRelay(options: RelayOptions = {}): Promise<Relay> {
	const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'tidemark-test-')));
	const [port, otlpHttpPort, otlpGrpcPort] = options.ports ?? (await freePorts(3));
	const base = options.tls ? `https://localhost:${port}` : `http://localhost:${port}`;
	let child: ChildProcess;
	let printed = '';

	const start = async () => {
		printed = '';
		child = spawn(
			process.execPath,
			[join(root, options.entry ?? 'server/main.ts'), ...(options.arguments ?? [])],
			{
				cwd: root,
				env: {
					PATH: process.env.PATH,
					HOME: dataDir,
					TIDEMARK_PORT: String(port),
					TIDEMARK_OTLP_HTTP_PORT: String(otlpHttpPort),
					TIDEMARK_OTLP_GRPC_PORT: String(otlpGrpcPort),
					TIDEMARK_DATA_DIR: join(dataDir, 'data'),
					TIDEMARK_TRANSCRIPTS: 'off',
					TIDEMARK_OPEN: 'off',
					...(options.signIn ? {} : { TIDEMARK_SIGN_IN: 'off' }),
					...options.env
				},
				stdio: ['ignore', 'pipe', 'pipe']
			}
		);
		const collect = (chunk: Buffer) => {
			printed += chunk.toString();
		};
		child.stdout!.on('data', collect);
		child.stderr!.on('data', collect);
		const deadline = Date.now() + 60_000;
		while (!(await (options.tls ? listens(port!) : answers(`${base}/api/health`)))) {
			if (child.exitCode !== null) throw new Error(`the relay ended with ${child.exitCode}:\n${printed}`);
			if (Date.now() > deadline) throw new Error(`the relay did not answer:\n${printed}`);
			await sleep(50);
		}
	};

	const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
		if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
		const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
		child.kill(signal);
		return ended;
	};

	await start();
	let session: Promise<Record<string, string>> | null = null;
	const headers = () => {
		if (!options.signIn) return Promise.resolve({});
		session ??= openSession(base, open);
		return session;
	};
	const health = async () => (await fetch(`${base}/api/health`, { headers: await headers() })).json();
	const open = async (...more: string[]): Promise<string> => {
		const run = promisify(execFile)(
			process.execPath,
			[join(root, 'server/cli/open.ts'), '--print', ...more],
			{
				env: { PATH: process.env.PATH, HOME: dataDir, TIDEMARK_DATA_DIR: join(dataDir, 'data') }
			}
		);
		return /\S+#k=\S+/.exec((await run).stdout)![0];
	};
	return {
		open,
		headers,
		url: base,
		port: port!,
		otlpHttpPort: otlpHttpPort!,
		otlpGrpcPort: otlpGrpcPort!,
		dataDir: join(dataDir, 'data'),
		output: () => printed,
		stop,
		restart: start,
		async remove() {
			await stop('SIGKILL');
			await rm(dataDir, { recursive: true, force: true });
		},
		health,
		async holds(events) {
			const deadline = Date.now() + 60_000;
			for (;;) {
				const { events: held } = await health();
				if (held === events) return;
				if (Date.now() > deadline) throw new Error(`the journal holds ${held} events, not ${events}`);
				await sleep(50);
			}
		},
		pid: () => child.pid!
	};
}

/** Cookie and key for a link's code. */
export async function openSession(
	url: string,
	link: () => Promise<string> | string
): Promise<Record<string, string>> {
	const code = /#k=(.+)$/.exec(await link())![1];
	const response = await fetch(`${url}/api/session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: url },
		body: JSON.stringify({ code })
	});
	const { key } = (await response.json()) as { key: string };
	return { cookie: response.headers.get('set-cookie')!.split(';')[0]!, 'x-relay-key': key };
}

/** Ports free at this moment on loopback. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer();
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			return server;
		})
	);
	const ports = servers.map((server) => (server.address() as { port: number }).port);
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	return ports;
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		// Not listening yet.
		return false;
	}
}

function listens(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', () => resolve(false));
	});
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
