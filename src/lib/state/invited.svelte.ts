// The invitation a browser was opened with, held until it is taken or put away: in memory only, a reload forgets it.
import type { InvitationLook } from '#lib/domain/access.ts';
import type { Dictionary } from '#lib/i18n/en.ts';
import { type Api, ApiError } from '#lib/stream/api.ts';

export type EntryFault = keyof Dictionary['people']['faults'];

export class Invited {
	#api: Api;
	#code = $state.raw<string | null>(null);
	#says = $state.raw<InvitationLook | null>(null);
	#fault = $state.raw<EntryFault | null>(null);

	constructor(api: Api) {
		this.#api = api;
	}

	/** `null`: there is no invitation here. */
	get code(): string | null {
		return this.#code;
	}

	/** `null` until the relay has answered. */
	get says(): InvitationLook | null {
		return this.#says;
	}

	/** Why it cannot be used. */
	get fault(): EntryFault | null {
		return this.#fault;
	}

	async look(code: string): Promise<void> {
		this.#code = code;
		this.#says = null;
		this.#fault = null;
		try {
			const says = await this.#api.send<InvitationLook>('POST', '/api/invitation', { code });
			if (this.#code === code) this.#says = says;
		} catch (error) {
			if (this.#code === code) this.#fault = faultOf(error);
		}
	}

	dismiss(): void {
		this.#code = null;
		this.#says = null;
		this.#fault = null;
	}
}

const KNOWN: readonly string[] = [
	'wrong_password',
	'slow_down',
	'password_short',
	'password_long',
	'password_common',
	'code_expired',
	'code_unknown'
] satisfies EntryFault[];

/** What a rejected way in means to the person. */
export function faultOf(error: unknown): EntryFault {
	if (!(error instanceof ApiError)) return 'storage';
	if (KNOWN.includes(error.code ?? '')) return error.code as EntryFault;
	return error.kind === 'offline' ? 'offline' : 'other';
}
