// Which program listens on a port: for the sentence that says so. Known on Linux only, and only for one's own processes.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** E.g. `otelcol-contrib (process 4711)`; `null` when it cannot be told. */
export function portOwner(port: number): string | null {
	if (process.platform !== 'linux') return null;
	try {
		const sockets = new Set(
			['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningSockets(table, port))
		);
		for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
			if (holdsOne(pid, sockets)) return `${programOf(pid)} (process ${pid})`;
		}
	} catch {
		// Only an explanation is lost: /proc may be closed, or the process gone while it was looked at.
	}
	return null;
}

/** Program and script by name only: further arguments may hold secrets. */
function programOf(pid: string): string {
	const [program, script] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
	const names = [program, script?.startsWith('-') ? '' : script].map((path) => basename(path ?? ''));
	return names.filter((name) => name !== '').join(' ');
}

/** Inodes of sockets in state LISTEN (0A). https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html */
function listeningSockets(table: string, port: number): string[] {
	const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	return readFileSync(table, 'utf8')
		.split('\n')
		.map((line) => line.trim().split(/\s+/))
		.filter((fields) => fields[1]?.endsWith(wanted) && fields[3] === '0A')
		.map((fields) => `socket:[${fields[9]}]`);
}

function holdsOne(pid: string, sockets: Set<string>): boolean {
	try {
		const folder = `/proc/${pid}/fd`;
		return readdirSync(folder).some((fd) => sockets.has(readlinkSync(`${folder}/${fd}`)));
	} catch {
		// Another user's process, or one that just ended.
		return false;
	}
}
