// What an attempt to send came to.
import { type PushAnswer, PushBlocked } from './transport.ts';

export type Result =
	| { kind: 'taken'; detail: string }
	| { kind: 'gone'; detail: string }
	| { kind: 'refused'; detail: string }
	| { kind: 'later'; retryAfterMs: number; detail: string };

/** Of a push service. https://www.rfc-editor.org/rfc/rfc8030#section-5 and -8.4 */
export function pushResult(answer: PushAnswer, nowMs: number): Result {
	const { status } = answer;
	if (status === 404 || status === 410) {
		return { kind: 'gone', detail: `The subscription has ended (${status}): subscribe the device again.` };
	}
	if (status === 401 || status === 403) {
		return {
			kind: 'refused',
			detail: `The push service does not accept this relay's key (${status}): subscribe the device again.`
		};
	}
	return resultOf(answer, nowMs, 'push service');
}

/** `who` answered, as a sentence calls it. */
export function resultOf({ status, retryAfter }: PushAnswer, nowMs: number, who: string): Result {
	if (status >= 200 && status < 300) return { kind: 'taken', detail: `The ${who} took it (${status}).` };
	if (status === 408 || status === 425 || status === 429 || status >= 500) {
		return {
			kind: 'later',
			retryAfterMs: retryAfterMs(retryAfter, nowMs),
			detail: `The ${who} asks to wait (${status}).`
		};
	}
	return { kind: 'refused', detail: `The ${who} refused it (${status}).` };
}

/** Seconds (Discord sends fractions) or a date. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
function retryAfterMs(header: string | null, nowMs: number): number {
	if (header === null) return 0;
	const ms = /^\d{1,9}(\.\d+)?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
	return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

/** Our own sentences as they are; of other errors only the code. */
export function sentenceOf(error: unknown, who: string): string {
	if (error instanceof PushBlocked) return error.message;
	const { code } = error as NodeJS.ErrnoException;
	return code === undefined
		? `The ${who} could not be reached.`
		: `The ${who} could not be reached (${code}).`;
}
