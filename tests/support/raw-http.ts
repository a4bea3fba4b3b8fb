// Requests no browser makes, byte by byte: paths that climb out, and heads that two readers may understand differently.
import { connect } from 'node:net';

const CLIMBS = ['..', '%2e%2e', '.%2e', '%2e.', '..%00', '%252e%252e', '%c0%ae%c0%ae', '..;'];
const SLASHES = ['/', '%2f', '\\', '%5c', '//', '%252f', '%c0%af'];
const TARGETS = ['package.json', 'etc/passwd', 'server/main.ts'];

/** Over 100. */
export function climbingPaths(): string[] {
	const paths: string[] = [];
	for (const climb of CLIMBS)
		for (const slash of SLASHES) {
			for (const target of TARGETS) paths.push(`/${`${climb}${slash}`.repeat(6)}${target}`);
			paths.push(`/_app/immutable/${`${climb}${slash}`.repeat(4)}handler.js`);
			paths.push(`/api/${climb}${slash}${climb}${slash}package.json`);
		}
	return [
		...paths,
		'/handler.js',
		'/server/index.js',
		'/client/../handler.js',
		'/.git/config',
		'/.env',
		'/package.json',
		'/%00',
		'/index.html%00.js',
		'/C:/Windows/win.ini',
		'/file:///etc/passwd',
		'//etc/passwd',
		'///etc/passwd',
		'/proc/self/environ',
		'/@fs/etc/passwd',
		'/%',
		'/%zz'
	];
}

/** Words of files no answer may hold. */
export const FILE_WORDS = /root:x:|"devDependencies"|keepMemorySmall|\[core\]|PATH=/;

/** At least 60. `{p}`: the port. */
export function rawRequests(): { name: string; bytes: string }[] {
	const H = 'Host: localhost:{p}\r\n';
	const end = 'Connection: close\r\n\r\n';
	const lines = [
		'',
		'\r\n\r\n\r\n',
		'GET',
		'GET /',
		'GET / ',
		'GET  / HTTP/1.1',
		'GET\t/\tHTTP/1.1',
		' GET / HTTP/1.1',
		'get / HTTP/1.1',
		'GET / HTTP/9.9',
		'GET / HTTP/1.1.1',
		'GET / http/1.1',
		'GET / HTTP/0.9',
		'GET / HTTP/2.0',
		'GET * HTTP/1.1',
		'OPTIONS * HTTP/1.1',
		'GET api/health HTTP/1.1',
		'GET ?x HTTP/1.1',
		'GET # HTTP/1.1',
		'GET /\u0000 HTTP/1.1',
		'GET /\u0001\u007f HTTP/1.1',
		'GET /é HTTP/1.1',
		'GET http://evil.test/api/health HTTP/1.1',
		'GET http://localhost@evil.test/ HTTP/1.1',
		'GET http:// HTTP/1.1',
		'GET http:///etc/passwd HTTP/1.1',
		'GET file:///etc/passwd HTTP/1.1',
		'GET http://localhost/../../../etc/passwd HTTP/1.1',
		'GET http://[ HTTP/1.1',
		'GET //evil.test/ HTTP/1.1',
		'CONNECT localhost:22 HTTP/1.1',
		'CONNECT evil.test:443 HTTP/1.1',
		'TRACE / HTTP/1.1',
		'PRI * HTTP/2.0',
		`GET /${'a'.repeat(20_000)} HTTP/1.1`,
		`${'A'.repeat(5000)} / HTTP/1.1`
	].map((line) => ({ name: `line ${line.slice(0, 40)}`, bytes: `${line}\r\n${H}${end}` }));
	const heads = [
		'',
		'Host: evil.test\r\n',
		`${H}Host: evil.test\r\n`,
		`Host: evil.test\r\n${H}`,
		`${H}${H}`,
		'Host : localhost:{p}\r\n',
		' Host: localhost:{p}\r\n',
		'Host:\r\n',
		'Host: localhost:{p}\r\n evil.test\r\n',
		`${H}X-A: b\r\n folded\r\n`,
		`${H}X-A: b\n`,
		`${H}X-A: b\rX-B: c\r\n`,
		`${H}X-\u0000: b\r\n`,
		`${H}X-A: \u0000\r\n`,
		`${H}: empty\r\n`,
		`${H}no colon\r\n`,
		`${H}X-A: ${'a'.repeat(20_000)}\r\n`,
		`${H}${'X-A: b\r\n'.repeat(3000)}`,
		`${H}Cookie: ${'a=b; '.repeat(4000)}\r\n`,
		`${H}X-Forwarded-Host: evil.test\r\nX-Forwarded-For: 127.0.0.1\r\n`,
		`${H}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n`,
		`${H}Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings\r\n`,
		`${H}Expect: 100-continue\r\n`,
		`${H}Expect: something-else\r\n`,
		`${H}Range: bytes=0-0,1-1,2-2\r\n`,
		`${H}If-None-Match: ${'"a",'.repeat(500)}\r\n`,
		`${H}Accept-Encoding: ${'gzip,'.repeat(500)}\r\n`
	].map((head) => ({
		name: `head ${head.slice(0, 40)}`,
		bytes: `GET /api/snapshot HTTP/1.1\r\n${head}${end}`
	}));
	const smuggled = 'GET /api/snapshot HTTP/1.1\r\nHost: localhost\r\n\r\n';
	const bodies = [
		`Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
		`Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n${smuggled}`,
		`Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n`,
		`Transfer-Encoding: xchunked\r\n\r\n${smuggled}`,
		`Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
		`Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n`,
		`Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef`,
		`Content-Length: +5\r\n\r\nabcde`,
		`Content-Length: -1\r\n\r\n`,
		`Content-Length: 0x5\r\n\r\nabcde`,
		`Content-Length: 99999999999999999999\r\n\r\n`,
		`Content-Length: 5, 5\r\n\r\nabcde`,
		`Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n`,
		`Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n`,
		`Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc`,
		`Transfer-Encoding: chunked\r\n\r\n3;ext=${'a'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`,
		`Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n`,
		`Transfer-Encoding: chunked\r\n\r\n0\r\nHost: evil.test\r\n\r\n`
	].map((body) => ({
		name: `body ${body.slice(0, 60)}`,
		bytes: `POST /api/session HTTP/1.1\r\n${H}${body}`
	}));
	return [...lines, ...heads, ...bodies];
}

/** All that comes back before the connection ends, or is left idle for a second. */
export function exchange(port: number, bytes: string): Promise<string> {
	return new Promise((resolve) => {
		const chunks: Buffer[] = [];
		const socket = connect(port, '127.0.0.1', () =>
			socket.write(bytes.replaceAll('{p}', String(port)), 'latin1')
		);
		const end = () => {
			socket.destroy();
			resolve(Buffer.concat(chunks).toString('latin1'));
		};
		socket.setTimeout(1000, end);
		socket.on('data', (chunk) => chunks.push(chunk));
		// A reset is an answer as well.
		socket.on('error', end);
		socket.on('close', end);
	});
}

export function statusesOf(answer: string): number[] {
	return [...answer.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map((match) => Number(match[1]));
}
