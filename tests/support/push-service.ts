// A push service on loopback: verifies the relay's signature, decrypts each message as the device would, and answers as
// scripted. Written from the RFCs; imports nothing of the product.
import { createECDH, createPublicKey, type ECDH, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import ece from 'http_ece';

export interface PushSubscriptionJson {
	endpoint: string;
	keys: { p256dh: string; auth: string };
}

export interface Received {
	device: string;
	/** As decrypted and parsed. */
	payload: Record<string, unknown>;
	ttl: number;
	topic: string | undefined;
	urgency: string | undefined;
	/** Claims of the signature. */
	claims: Record<string, unknown>;
	/** The relay's public key. */
	key: string;
	atMs: number;
	status: number;
}

export interface Answer {
	status: number;
	headers?: Record<string, string>;
	/** `true`: no answer at all. */
	silent?: boolean;
}

export interface PushService {
	origin: string;
	subscribe(device: string): PushSubscriptionJson;
	/** Every message that came, whatever was answered. */
	received: Received[];
	/** What was wrong with a message: bad signature, not to be decrypted. */
	wrong: string[];
	/** Decides the answer; 201 unless set. */
	answer: (message: Received) => Answer;
	close(): Promise<void>;
}

export async function startPushService(): Promise<PushService> {
	const devices = new Map<string, { ecdh: ECDH; auth: string }>();
	const server = createServer(async (request, response) => {
		const device = (request.url ?? '').split('/')[2] ?? '';
		const body = await read(request);
		try {
			const message = open(request, body, device);
			const answer = service.answer(message);
			message.status = answer.status;
			service.received.push(message);
			if (answer.silent) return;
			response.writeHead(answer.status, answer.headers ?? {}).end('told to nobody');
		} catch (error) {
			service.wrong.push((error as Error).message);
			response.writeHead(400).end();
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;

	function open(request: IncomingMessage, body: Buffer, device: string): Received {
		const known = devices.get(device);
		if (known === undefined) throw new Error(`there is no device ${device}`);
		const header = (name: string) => request.headers[name] as string | undefined;
		if (request.method !== 'POST') throw new Error(`the method is ${request.method}`);
		if (header('content-encoding') !== 'aes128gcm') throw new Error('the content encoding is another');
		if (!/^\d+$/.test(header('ttl') ?? '')) throw new Error('there is no TTL');
		const topic = header('topic');
		if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) throw new Error('the topic is not usable');
		const { claims, key } = verifyVapid(header('authorization') ?? '', origin);
		const plain = ece.decrypt(body, { version: 'aes128gcm', privateKey: known.ecdh, authSecret: known.auth });
		return {
			device,
			payload: JSON.parse(plain.toString('utf8')),
			ttl: Number(header('ttl')),
			topic,
			urgency: header('urgency'),
			claims,
			key,
			atMs: Date.now(),
			status: 0
		};
	}

	const service: PushService = {
		origin,
		subscribe(device) {
			const ecdh = createECDH('prime256v1');
			ecdh.generateKeys();
			const auth = randomBytes(16).toString('base64url');
			devices.set(device, { ecdh, auth });
			return {
				endpoint: `${origin}/push/${device}`,
				keys: { p256dh: ecdh.getPublicKey().toString('base64url'), auth }
			};
		},
		received: [],
		wrong: [],
		answer: () => ({ status: 201 }),
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
	return service;
}

/** https://www.rfc-editor.org/rfc/rfc8292#section-3 : `vapid t=<JWT>, k=<key>`. */
function verifyVapid(header: string, origin: string): { claims: Record<string, unknown>; key: string } {
	const match = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(header);
	if (match === null) throw new Error('there is no VAPID header');
	const [, head, body, signature, key] = match as unknown as string[];
	const point = Buffer.from(key!, 'base64url');
	const publicKey = createPublicKey({
		format: 'jwk',
		key: {
			kty: 'EC',
			crv: 'P-256',
			x: point.subarray(1, 33).toString('base64url'),
			y: point.subarray(33).toString('base64url')
		}
	});
	const signed = Buffer.from(`${head}.${body}`);
	const good = verify(
		'sha256',
		signed,
		{ key: publicKey, dsaEncoding: 'ieee-p1363' },
		Buffer.from(signature!, 'base64url')
	);
	if (!good) throw new Error('the signature is wrong');
	const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as Record<string, unknown>;
	const nowS = Date.now() / 1000;
	if (claims.aud !== origin) throw new Error(`the signature is for ${claims.aud}`);
	if (!(Number(claims.exp) > nowS && Number(claims.exp) <= nowS + 86_400))
		throw new Error('the time is wrong');
	if (!/^(mailto:|https:)/.test(String(claims.sub))) throw new Error('nobody is named');
	return { claims, key: key! };
}

async function read(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}
