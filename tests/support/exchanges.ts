// The recorded exchanges with Loki and Prometheus: bodies of HTTP answers, text frames of WebSockets.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../fixtures/backends/', import.meta.url));

export function readExchange(name: string): string {
	return readFileSync(FOLDER + name, 'utf8');
}

/** The JSON body of a recorded answer. */
export function answerOf(name: string): unknown {
	const text = readExchange(name);
	return JSON.parse(text.slice(text.indexOf('\n{') + 1).split('\n')[0]!);
}

/** The JSON text frames of a recorded WebSocket, in order. */
export function framesOf(name: string): unknown[] {
	return readExchange(name)
		.split('\n')
		.filter((line) => line.startsWith('{"'))
		.map((line) => JSON.parse(line) as unknown);
}
