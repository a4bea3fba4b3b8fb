// The relay put together: journal, sources and app on one port, and the order in which it all ends.
import { randomBytes, randomUUID } from 'node:crypto';
import {
	createServer,
	type Server as HttpServer,
	type IncomingMessage,
	type ServerResponse
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { homedir, hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { Health } from '#lib/domain/views.ts';
import { type Access, createAccess } from './access/access.ts';
import { requireTokens } from './access/beyond.ts';
import { keepSetting, openAccessDatabase } from './access/database.ts';
import { createMetricsCheck } from './access/metrics-check.ts';
import { createPeerCheck } from './access/peers.ts';
import { createApp } from './app.ts';
import { isBlind } from './blind.ts';
import { createSetUp } from './budgets/set-up.ts';
import { startBudgets } from './budgets/start.ts';
import { whyBuild } from './cli/build-stamp.ts';
import type { Config } from './config.ts';
import { DOCTOR_PATIENCE, examine as examineAll } from './doctor/doctor.ts';
import { createMarks } from './doctor/marks.ts';
import { startForward } from './forward/forward.ts';
import { createHub } from './hub.ts';
import { createIngest, type Ingest } from './ingest.ts';
import { epochWith } from './journal/fold-prices.ts';
import type { Journal } from './journal/journal.ts';
import { openJournal } from './journal/open.ts';
import { listen } from './listen.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import type { PushTransport } from './push/transport.ts';
import { createRedactor } from './redact.ts';
import { startRetention } from './retention.ts';
import { isApi } from './security.ts';
import { startLoki } from './sources/loki/loki.ts';
import { startOtlp } from './sources/otlp/otlp.ts';
import type { Seen } from './sources/otlp/seen.ts';
import { startPrometheus } from './sources/prometheus/prometheus.ts';
import { createSince, isoTime } from './sources/since.ts';
import type { RunningSource } from './sources/source.ts';
import { startTranscripts } from './sources/transcripts/transcripts.ts';
import { readTls } from './tls.ts';
import { VERSION } from './version.ts';

export interface RelayOptions {
	config: Config;
	log: Log;
	/** Serves what is not the API's, already judged by the guard. `null`: no app is built. */
	pages: Pages;
	/** Sources beside OTLP. */
	addSources?: (deps: { ingest: Ingest; now: () => number }) => RunningSource[];
	/** The data is generated: said to every client. */
	demo?: boolean;
	/** Stands in for the guarded way to push services. */
	pushTransport?: PushTransport;
}

export type Pages = (request: IncomingMessage, response: ServerResponse) => void;
export type ApiListener = (request: IncomingMessage, response: ServerResponse) => void;

export interface Relay {
	port: number;
	/** What a browser on this machine opens. */
	address: string;
	journal: Journal;
	access: Access;
	health(): Health;
	/** Answers what is under way, ends streams, saves and closes, within about 3 s. */
	close(): Promise<void>;
}

/** Everything but the app's own port: what the dev server mounts as well. */
export interface RelayParts {
	/** For /api/* and /metrics. */
	api: ApiListener;
	journal: Journal;
	access: Access;
	/** Where the app is reached on this machine: for `npm run open`. */
	noteAddress(address: string): void;
	health(): Health;
	/** What exporters did. */
	seen: Seen;
	/** First half of closing: ends streams and sources. */
	stop(graceMs: number): Promise<void>;
	/** Second half: saves and closes the journal. */
	finish(): void;
}

const GRACE_MS = 2000;
const SWEEP_MS = 20;
const PROBE_MS = 5000;
const HOUR_MS = 3_600_000;
const FORWARD_GRACE_MS = 800;
const PUSH_GRACE_MS = 500;

/** Throws JournalRefused; PortInUse when the app's port is taken. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
	const { config, pages } = options;
	const parts = await startParts(options);
	const serve = (request: IncomingMessage, response: ServerResponse) => {
		if (request.method === 'POST' && /^\/v1\/(logs|metrics|traces)\b/.test(request.url ?? ''))
			parts.seen.mistaken('app-port', request.socket.localPort);
		return isApi(request.url ?? '') ? parts.api(request, response) : pages(request, response);
	};
	const limits = { headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16 * 1024 };
	const isPeer = createPeerCheck(config);
	const create = (): HttpServer => {
		const server =
			config.tls === null
				? createServer(limits, serve)
				: createTlsServer({ ...limits, ...readTls(config.tls) }, serve);
		server.on('connection', (socket: Socket) => {
			if (!isPeer(socket.remoteAddress)) socket.destroy();
		});
		return server;
	};
	try {
		const { port, servers } = await listen(create, config.hosts, config.port);
		const address = config.localUrl ?? `${config.tls === null ? 'http' : 'https'}://localhost:${port}`;
		parts.noteAddress(address);
		return {
			access: parts.access,
			address,
			port,
			journal: parts.journal,
			health: parts.health,
			close: () => closeAll(servers as HttpServer[], parts)
		};
	} catch (error) {
		await parts.stop(0);
		parts.finish();
		throw error;
	}
}

export async function startParts(options: Omit<RelayOptions, 'pages'>): Promise<RelayParts> {
	const { config } = options;
	const now = Date.now;
	const accessDb = openAccessDatabase(config.dataDir);
	const { signIn, publicUrl } = config;
	const access = createAccess({ db: accessDb, signIn, publicUrl, now });
	try {
		requireTokens(config, access.tokens.all().length);
		return await startOpened(options, access, (address) => keepSetting(accessDb, 'address', address));
	} catch (error) {
		access.close();
		throw error;
	}
}

async function startOpened(
	options: Omit<RelayOptions, 'pages'>,
	access: Access,
	noteAddress: (address: string) => void
): Promise<RelayParts> {
	const { config, log } = options;
	const now = Date.now;
	const store = openJournal(config.dataDir, {
		onProgress: (seq) => log.info(`Summing up the journal: ${seq} events so far.`)
	});
	const { journal, fold } = store;
	const hub = createHub();
	const redactor = config.redact ? createRedactor() : null;
	const ingest = createIngest(journal, fold, hub.wake, redactor);
	const trouble = () => journal.trouble ?? fold.trouble;
	const blindness = createSince(now);
	const forward =
		config.forward === null
			? null
			: startForward({
					target: config.forward,
					instance: randomBytes(8).toString('hex'),
					version: VERSION,
					now,
					log
				});
	const marks = createMarks(config.dataDir, now, log);
	const otlp = await startOtlp({
		config,
		tokens: access.tokens,
		ingest,
		trouble: () => journal.trouble,
		lastEventMs: () => journal.lastEventMs(),
		now,
		hostname: hostname(),
		forward,
		marked: (id) => marks.note('otlp', id),
		log
	});
	const sources = [otlp, ...askedSources(), ...ownFiles(), ...(options.addSources?.({ ingest, now }) ?? [])];

	function ownFiles(): RunningSource[] {
		if (config.transcripts?.length === 0) return [];
		return [
			startTranscripts({
				folders: config.transcripts,
				usual: config.claudeFolders,
				content: config.transcriptContent,
				ingest,
				files: store.fileState,
				hostname: hostname(),
				now,
				log
			})
		];
	}

	/** Sources that ask other servers. */
	function askedSources(): RunningSource[] {
		const deps = { ingest, state: store.sourceState, horizonMs: () => journal.horizonMs, now, log };
		return [
			...(config.loki === null
				? []
				: [startLoki({ ...deps, address: config.loki, marked: (id) => marks.note('loki', id) })]),
			...(config.prometheus === null ? [] : [startPrometheus({ ...deps, address: config.prometheus })])
		];
	}

	function health(): Health {
		const taking = sources.map((source) => source.status());
		const states = [...taking, ...(forward === null ? [] : [forward.status()])];
		const blind = isBlind(taking, journal.trouble === null);
		const blindSince = isoTime(blindness.note(blind));
		const well = trouble() === null && !blind && states.every(({ state }) => state !== 'error');
		return {
			status: well ? 'ok' : 'degraded',
			version: VERSION,
			epoch: journal.epoch,
			head: journal.head,
			events: journal.events,
			sources: states,
			blind,
			blindSince,
			horizonMs: journal.horizonMs,
			nowMs: now(),
			redaction: { on: redactor !== null, counts: { ...redactor?.counts } },
			demo: options.demo ?? false,
			dataDir: config.dataDir,
			otlp: otlp.addresses,
			seen: otlp.seen.current,
			doctor: marks.current.slice(-5)
		};
	}

	const budgets = startBudgets({
		config,
		store,
		...(options.pushTransport === undefined ? {} : { transport: options.pushTransport }),
		wake: hub.wake,
		trouble,
		health,
		now,
		log
	});
	const takePrices = () => fold.reprice(budgets.plans.prices());
	budgets.plans.onChange(takePrices);
	// Set while this relay was down, or not yet done when it ended.
	takePrices();
	fold.onRepriced(hub.wake);
	const finishing = store.finishForgetting().then(
		(forgot) => {
			if (forgot === null) return;
			log.info(`Finished deleting what was asked for: ${forgot.events} more events.`);
			hub.wake();
		},
		(error: Error) => log.error(`Deleting could not be finished: ${error.message}`)
	);
	const retention = startRetention({ store, fixedDays: config.retentionDays, now, log });
	// What could not be written may be possible again without anyone asking for it.
	const probe = setInterval(() => {
		if (journal.trouble !== null) journal.probe();
		// Notes since when something fails, though nobody asks.
		health();
	}, PROBE_MS);

	const examine = () =>
		examineAll({
			config,
			claudeConfigDir: process.env.CLAUDE_CONFIG_DIR,
			home: homedir(),
			collectorMetricsUrl: config.collectorMetricsUrl,
			relay: async () => ({ kind: 'open', health: health() }),
			marks: async () => marks.current,
			whyBuild,
			fetch,
			now,
			sleep: (ms) => sleep(ms),
			id: `doctor-${randomUUID()}`,
			send: options.demo !== true,
			patienceMs: DOCTOR_PATIENCE
		});

	const sweep = setInterval(() => {
		access.devices.sweep();
		access.live.check();
	}, HOUR_MS);
	access.live.onCheck(() => budgets.devices.removeOrphans(access.devices.isGood));
	const app = createApp({
		examine,
		journal,
		epoch: () => epochWith(journal.epoch, fold.prices),
		hub,
		access,
		mayReadMetrics: createMetricsCheck(config),
		snapshot: store.snapshot,
		health,
		metrics: createMetrics({
			sources: () => health().sources,
			journal,
			fold,
			hub,
			redactor,
			forward,
			files: store.files,
			version: VERSION,
			now
		}),
		budgets,
		data: {
			dataDir: config.dataDir,
			store,
			retention,
			setUp: createSetUp(budgets),
			wake: hub.wake,
			now,
			log
		},
		imports: {
			ingest,
			content: config.transcriptContent,
			demo: options.demo ?? false,
			relayHost: hostname()
		},
		version: VERSION,
		now,
		allowedHosts: config.allowedHosts,
		trustedProxies: config.trustedProxies,
		log
	});

	return {
		api: getRequestListener((request, env) => app.fetch(request, env as never), {
			overrideGlobalObjects: false
		}),
		journal,
		access,
		noteAddress,
		health,
		seen: otlp.seen,
		async stop(graceMs) {
			clearInterval(probe);
			retention.stop();
			clearInterval(sweep);
			hub.close();
			await budgets.close(Math.min(graceMs, PUSH_GRACE_MS));
			await Promise.all(sources.map((source) => source.close(graceMs)));
			await forward?.close(Math.min(graceMs, FORWARD_GRACE_MS));
			await finishing;
		},
		finish() {
			marks.close();
			store.close();
			access.close();
		}
	};
}

async function closeAll(servers: HttpServer[], parts: RelayParts): Promise<void> {
	const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
	// A connection becomes idle when its last answer is out.
	const sweep = setInterval(() => {
		for (const server of servers) server.closeIdleConnections();
	}, SWEEP_MS);
	const late = setTimeout(() => {
		for (const server of servers) server.closeAllConnections();
	}, GRACE_MS);
	await Promise.all([parts.stop(GRACE_MS), ...closed]);
	clearInterval(sweep);
	clearTimeout(late);
	parts.finish();
}
