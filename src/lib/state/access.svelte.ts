// Whether this browser may look, and how it gets in and out. The relay decides; what it said last is kept, so that the app
// opens at once and offline. A browser that is signed out shows nothing of what it holds.
import { untrack } from 'svelte';
import type { OpenedSession, SessionInfo } from '#lib/domain/access.ts';
import { useCommandsOf } from '#lib/i18n/i18n.svelte.ts';
import { type Api, ApiError, createApi } from '#lib/stream/api.ts';
import { keepSession, readSession, type StoredSession } from '#lib/stream/key.ts';
import { Invited } from './invited.svelte.ts';
import { takeLinkCode } from './link-code.ts';
import type { Store } from './store.svelte.ts';
import { wipe } from './wipe.ts';

export type OutReason =
	| 'first'
	| 'left'
	| 'signed_out'
	| 'session_expired'
	| 'session_revoked'
	| 'code_expired'
	| 'code_unknown'
	| 'slow_down'
	| 'offline'
	| 'storage';

const NOBODY: StoredSession = { key: null, info: null, reason: null };
const RETRY_MS = 3000;

export class Access {
	#store: Store;
	#api: Api = createApi({ baseUrl: location.origin });
	#state = $state.raw<'checking' | 'in' | 'out'>('checking');
	#reason = $state.raw<OutReason>('first');
	#info = $state.raw<SessionInfo | null>(null);
	#busy = $state.raw(false);
	/** An invitation this browser was opened with stands before everything else. */
	readonly invited = new Invited(this.#api);
	/** Sign-ins so far: an answer to what was asked before one says nothing any more. */
	#entered = 0;
	#signedOut = $derived.by(() => this.#store.status?.state === 'signed-out');
	#live = $derived.by(() => this.#store.status?.state === 'live');
	#wasLive = false;
	#channel = new BroadcastChannel('tidemark-access');

	/** While a component initialises. */
	constructor(store: Store) {
		this.#store = store;
		// The stream was refused: the relay is asked what that means.
		$effect(() => {
			if (this.#signedOut) void this.check();
		});
		// The stream ended and began anew: the owner may have given this device's person another role.
		$effect(() => {
			if (!this.#live) return;
			if (this.#wasLive) untrack(() => void this.check());
			this.#wasLive = true;
		});
		$effect(() => {
			if (this.#state !== 'out' || this.#reason !== 'offline') return;
			const timer = setInterval(() => void this.check(), RETRY_MS);
			return () => clearInterval(timer);
		});
		$effect(() => {
			const opened = () => void this.#useLink();
			window.addEventListener('hashchange', opened);
			// Another tab signed in or out.
			this.#channel.onmessage = () => location.reload();
			return () => {
				window.removeEventListener('hashchange', opened);
				this.#channel.close();
			};
		});
	}

	/** `checking`: not known yet, which lasts no longer than the relay's answer. */
	get state(): 'checking' | 'in' | 'out' {
		return this.#state;
	}

	/** Why it is out. */
	get reason(): OutReason {
		return this.#reason;
	}

	/** `null` while out. */
	get info(): SessionInfo | null {
		return this.#info;
	}

	get busy(): boolean {
		return this.#busy;
	}

	/** May change budgets, alerts, devices: the relay would refuse others. */
	get mayChange(): boolean {
		return this.#info?.role === 'owner';
	}

	get isInsecure(): boolean {
		return this.#info?.signIn === 'off';
	}

	/** Once, when the app is up. */
	async start(): Promise<void> {
		const stored = await readSession();
		if (await this.#useLink()) return;
		if (this.#state === 'checking' && stored !== null && stored.info !== null) this.#letIn(stored.info);
		await this.check();
	}

	/** Asks the relay. Out of reach, whoever was in stays in. */
	async check(): Promise<void> {
		let info: SessionInfo;
		const entered = this.#entered;
		try {
			info = await this.#api.json<SessionInfo>('/api/session');
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			if (this.#busy || this.#entered !== entered) return;
			if (error.status === 401) {
				useCommandsOf(typeof error.answer.program === 'string' ? error.answer.program : null);
				await this.#lost(error.code);
			} else if (this.#state === 'checking') this.#leave('offline');
			return;
		}
		if (JSON.stringify(info) !== JSON.stringify(this.#info)) {
			const stored = await readSession();
			// Without storage nothing can be kept, which sign-in off does not need.
			await keepSession({ key: stored?.key ?? null, info, reason: null }).catch(() => undefined);
		}
		const wasOut = this.#state !== 'in';
		this.#letIn(info);
		if (wasOut) this.#store.retry();
	}

	/** A code for a session. What is wrong with it is told as `reason`. */
	async enter(code: string): Promise<boolean> {
		try {
			await this.open({ code });
			return true;
		} catch (error) {
			this.#leave(reasonOf(error));
			return false;
		}
	}

	/** A session for a code, or for a password with a name or an invitation. Rejects with what is wrong, and changes nothing then. */
	async open(
		way: { code: string } | { name: string; password: string } | { invitation: string; password: string }
	): Promise<void> {
		this.#busy = true;
		try {
			const { key, ...info } = await this.#api.send<OpenedSession>('POST', '/api/session', way);
			await keepSession({ key, info, reason: null });
			this.#entered++;
			this.#letIn(info);
			this.invited.dismiss();
			this.#store.retry();
			this.#channel.postMessage('in');
			void navigator.storage?.persist?.();
		} finally {
			this.#busy = false;
		}
	}

	/** Ends the session and deletes what this browser holds; the page then begins anew. */
	async signOut(): Promise<void> {
		this.#busy = true;
		try {
			await this.#api.send('DELETE', '/api/session');
		} catch (error) {
			// Out of reach or out already: what matters here is this browser.
			if (!(error instanceof ApiError)) throw error;
		}
		await this.#empty('left');
	}

	/** `true`: a link was opened, and let this browser in. */
	async #useLink(): Promise<boolean> {
		const link = takeLinkCode();
		if (link === null) return false;
		if (link.kind === 'i') {
			void this.invited.look(link.code);
			return false;
		}
		const before = this.#info;
		if (await this.enter(link.code)) return true;
		// A used link does no harm where a session is.
		const { reason } = this;
		if (before !== null || (await readSession())?.info) {
			this.#state = 'checking';
			await this.check();
			if (this.state === 'out') this.#reason = reason;
		}
		return true;
	}

	async #lost(code: string | null): Promise<void> {
		const stored = await readSession();
		if (code === 'session_revoked') {
			await this.#empty('session_revoked');
			return;
		}
		const was = stored?.info !== null && stored !== null;
		const reason = code === 'session_expired' ? 'session_expired' : was ? 'signed_out' : storedReason(stored);
		// Its key stays: the session may be of another data folder of this machine, which may come back.
		await keepSession({ key: stored?.key ?? null, info: null, reason }).catch(() => undefined);
		if (this.#state !== 'out') this.#leave(reason);
	}

	async #empty(reason: OutReason): Promise<void> {
		await keepSession({ ...NOBODY, reason });
		this.#leave(reason);
		this.#store.close();
		try {
			await wipe();
		} finally {
			this.#channel.postMessage('out');
			location.replace('/');
		}
	}

	#letIn(info: SessionInfo): void {
		useCommandsOf(info.program ?? null);
		this.#info = info;
		this.#state = 'in';
	}

	#leave(reason: OutReason): void {
		this.#info = null;
		this.#reason = reason;
		this.#state = 'out';
	}
}

const KNOWN: readonly string[] = ['left', 'signed_out', 'session_expired', 'session_revoked'];

function storedReason(stored: StoredSession | null): OutReason {
	return KNOWN.includes(stored?.reason ?? '') ? (stored!.reason as OutReason) : 'first';
}

function reasonOf(error: unknown): OutReason {
	if (!(error instanceof ApiError)) return 'storage';
	if (error.code === 'code_expired' || error.code === 'slow_down') return error.code;
	return error.kind === 'offline' ? 'offline' : 'code_unknown';
}
