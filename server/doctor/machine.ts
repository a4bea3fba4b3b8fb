// What of this machine the relay needs: Node, a build, its ports, its folder, room, the relay itself.
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bad, type Check, note, ok, skipped } from '#lib/domain/doctor.ts';
import { DATABASE_NAME } from '../journal/folder.ts';
import { openVapidKeys, VAPID_NAME } from '../push/vapid.ts';
import { findFolders } from '../sources/transcripts/folders.ts';
import { VERSION } from '../version.ts';
import type { DoctorDeps, RelayAnswer } from './deps.ts';

const MB = 1024 * 1024;
const LITTLE_BYTES = 1024 * MB;
const TOO_LITTLE_BYTES = 100 * MB;
const NEEDED_NODE = [22, 19] as const;

export function checkNode(version = process.versions.node): Check {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const fits = major > NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor >= NEEDED_NODE[1]);
	return fits ? ok('node', version) : bad('node', 'nodeOld', version);
}

export function checkBuild({ whyBuild }: DoctorDeps): Check {
	return whyBuild() === null ? ok('build', VERSION) : note('build', 'buildStale');
}

export function checkRelay(answer: RelayAnswer, port: number): Check {
	const where = `localhost:${port}`;
	switch (answer.kind) {
		case 'down':
			return bad('relay', 'relayDown', where);
		case 'foreign':
			return bad('relay', 'relayForeign', where);
		case 'closed':
			return ok('relay', where);
		case 'open': {
			const { version, status, sources } = answer.health;
			if (version !== VERSION) return note('relay', 'relayOther', `${version} ≠ ${VERSION}`);
			const said = sources.flatMap(({ error }) => (error === null ? [] : [error])).join(' ');
			return status === 'ok' ? ok('relay', `${where} (${version})`) : bad('relay', 'relayDegraded', said);
		}
	}
}

/** The OTLP ports, as the relay says or as the configuration has them. */
export async function checkPorts({ config }: DoctorDeps, answer: RelayAnswer): Promise<Check> {
	const told = answer.kind === 'open' ? answer.health.otlp : undefined;
	const ports =
		told === undefined
			? [config.otlpGrpcPort, config.otlpHttpPort].filter((port) => port !== null && port !== 0)
			: [told.grpc, told.http].flatMap((address) =>
					address === null ? [] : [Number(new URL(address).port)]
				);
	if (ports.length === 0) return note('ports', 'otlpOff');
	for (const port of ports as number[])
		if (!(await listens(port))) return bad('ports', 'otlpDown', String(port));
	return ok('ports', ports.join(', '));
}

function listens(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ host: 'localhost', port, timeout: 2000 });
		const end = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.once('connect', () => end(true));
		socket.once('error', () => end(false));
		socket.once('timeout', () => end(false));
	});
}

export async function checkData({ config: { dataDir } }: DoctorDeps): Promise<Check> {
	const stats = await stat(dataDir).catch(() => null);
	if (stats === null) return note('data', 'dataMissing', dataDir);
	const writable = await access(dataDir, constants.W_OK | constants.X_OK).then(
		() => (stats.mode & 0o300) === 0o300,
		() => false
	);
	if (!stats.isDirectory() || !writable) return bad('data', 'dataUnwritable', dataDir);
	const files = [dataDir, join(dataDir, DATABASE_NAME), join(dataDir, VAPID_NAME)];
	for (const path of process.platform === 'win32' ? [] : files) {
		const { mode } = (await stat(path).catch(() => null)) ?? { mode: 0 };
		if ((mode & 0o077) !== 0) return bad('data', 'dataOpen', path);
	}
	return ok('data', dataDir);
}

export async function checkDisk({ config: { dataDir } }: DoctorDeps, freeBytes = freeAt): Promise<Check> {
	const free = await freeBytes(dataDir);
	if (free === null) return skipped('disk');
	const text = free < 10 * 1024 * MB ? `${Math.floor(free / MB)} MB` : `${Math.floor(free / MB / 1024)} GB`;
	if (free < TOO_LITTLE_BYTES) return bad('disk', 'diskFull', text);
	return free < LITTLE_BYTES ? note('disk', 'diskLow', text) : ok('disk', text);
}

/** `null`: the system does not say. */
async function freeAt(path: string): Promise<number | null> {
	try {
		const { bavail, bsize } = await statfs(path);
		return bavail * bsize;
	} catch (error) {
		const parent = dirname(path);
		// Not made yet: its room is that of the folder it will be in.
		return (error as NodeJS.ErrnoException).code === 'ENOENT' && parent !== path ? freeAt(parent) : null;
	}
}

export async function checkTranscripts({ config }: DoctorDeps): Promise<Check> {
	if (config.transcripts?.length === 0) return skipped('transcripts');
	const { roots, troubles } = await findFolders(config.transcripts, config.claudeFolders);
	if (troubles.length > 0) return bad('transcripts', 'transcriptsUnreadable', troubles.join(' '));
	return roots.length === 0
		? note('transcripts', 'transcriptsNone', config.claudeFolders.join(', '))
		: ok('transcripts', roots.map(({ path }) => path).join(', '));
}

/** Whether there are keys, and how many devices asked to be told. */
export async function checkPush({ config: { dataDir } }: DoctorDeps): Promise<Check> {
	const keys = await stat(join(dataDir, VAPID_NAME)).catch(() => null);
	if (keys === null) return note('push', 'pushNoKeys');
	try {
		openVapidKeys(dataDir);
	} catch (error) {
		return bad('push', 'pushBadKeys', (error as Error).message);
	}
	return ok('push', String(subscriptions(join(dataDir, DATABASE_NAME))));
}

function subscriptions(path: string): number {
	let db: DatabaseSync | null = null;
	try {
		db = new DatabaseSync(path, { readOnly: true });
		return (db.prepare('SELECT count(*) AS count FROM push_devices').get() as { count: number }).count;
	} catch {
		return 0; // No journal yet, or one without devices: nobody is subscribed.
	} finally {
		db?.close();
	}
}
