// Notifications of this browser: whether it may show them, whether it is subscribed at the relay, and the way there, step
// by step. Nothing is asked of a person before they ask for alerts.
import type { Raised } from '#lib/db/plans.ts';
import { type Alert, isQuiet, type Signal } from '#lib/domain/budget.ts';
import {
	crossingPayload,
	type PushDevice,
	type PushDevices,
	type PushStep,
	signalPayload
} from '#lib/domain/push.ts';
import type { Format } from '#lib/format.ts';
import { t } from '#lib/i18n/i18n.svelte.ts';
import { noticeOf } from '#lib/i18n/notice.ts';
import { reasonOf } from '#lib/i18n/said.ts';
import { type Api, createApi } from '#lib/stream/api.ts';
import { isIos } from './install.svelte.ts';
import type { Plans } from './plans.svelte.ts';
import { keyBytes, sameKey } from './push-key.ts';
import type { Store } from './store.svelte.ts';

export type Ability = 'able' | 'unsupported' | 'ios' | 'insecure' | 'denied';

export interface Step {
	/** Of `t().notify.steps`. */
	name: string;
	ok: boolean;
	/** `null`: nothing to add. */
	detail: string | null;
}

/** A push service that is blocked does not answer at all. */
const SUBSCRIBE_MS = 10_000;
/** Alerts older than this are in the list, and no news. */
const NEWS_MS = 12 * 3_600_000;

export class Notifications {
	#store: Store;
	#plans: Plans;
	#format: () => Format;
	#nowMs: () => number;
	#api: Api = createApi({ baseUrl: location.origin });
	/** Read when it is first needed: the page stands still while the browser looks it up. */
	#permission = $derived.by<NotificationPermission>(() =>
		typeof Notification === 'undefined' ? 'denied' : Notification.permission
	);
	#device = $state.raw<{ id: string; name: string } | null>(null);
	#devices = $state.raw<PushDevice[] | null>(null);
	#steps = $state.raw<Step[]>([]);
	#busy = $state.raw(false);

	/** While a component initialises. */
	constructor(options: { store: Store; plans: Plans; format: () => Format; nowMs: () => number }) {
		this.#store = options.store;
		this.#plans = options.plans;
		this.#format = options.format;
		this.#nowMs = options.nowMs;
		$effect(() => this.#store.onRaised((raised) => void this.#announce(raised)));
	}

	get ability(): Ability {
		if (!isSecureContext) return 'insecure';
		if (!('serviceWorker' in navigator) || typeof Notification === 'undefined') {
			// Safari on iOS has them only for apps on the Home Screen.
			return isIos() ? 'ios' : 'unsupported';
		}
		return this.#permission === 'denied' ? 'denied' : 'able';
	}

	/** The browser may show them: at least while a tab is open. */
	get allowed(): boolean {
		return this.ability === 'able' && this.#permission === 'granted';
	}

	/** How this browser is known to the relay; `null`: it is not subscribed. */
	get device(): { id: string; name: string } | null {
		return this.#device;
	}

	/** All subscribed ones; `null` until the relay has told. */
	get devices(): PushDevice[] | null {
		return this.#devices;
	}

	/** Of the subscribing or the test that ran last. */
	get steps(): Step[] {
		return this.#steps;
	}

	get busy(): boolean {
		return this.#busy;
	}

	/** Once, when the app is up: takes up a subscription that the browser dropped or that an older key was made for. */
	async start(): Promise<void> {
		this.#device = await this.#store.query('pushDevice', {}).catch(() => null); // Storage failures are told elsewhere.
		if (this.#device === null || !this.allowed) return;
		try {
			const registration = await this.#registration();
			const subscription = await registration.pushManager.getSubscription();
			const key = await this.#key();
			if (subscription && sameKey(subscription.options.applicationServerKey, key)) {
				await this.#register(subscription, this.#device.name);
				return;
			}
			await subscription?.unsubscribe();
			await this.#register(await this.#subscribe(registration, key), this.#device.name);
		} catch (error) {
			// Offline, or the push service is away: tried again when the app is next opened.
			console.debug('the subscription was not looked after', error);
		}
	}

	/** Asks for permission, then subscribes. Every step is told, the failing one with its reason. */
	async enable(name: string): Promise<void> {
		await this.#run(async () => {
			this.#permission = await Notification.requestPermission();
			if (this.#permission !== 'granted') {
				this.#tell(
					'permission',
					false,
					this.#permission === 'denied' ? t().notify.denied : t().notify.dismissed
				);
				return;
			}
			this.#tell('permission', true);
			const registration = await this.#step('worker', () => this.#registration());
			const key = await this.#step('key', () => this.#key());
			const subscription = await this.#step('subscribe', () => this.#subscribe(registration, key));
			await this.#step('register', () => this.#register(subscription, name));
		});
		await this.refresh();
	}

	async disable(): Promise<void> {
		const device = this.#device;
		await this.#run(async () => {
			const registration = await navigator.serviceWorker.getRegistration();
			await (await registration?.pushManager.getSubscription())?.unsubscribe();
			await this.#store.query('savePushDevice', { device: null });
			this.#device = null;
			if (device !== null) await this.#forget(device.id);
		});
		await this.refresh();
	}

	/** Ends the subscription of another device. Rejects with `ApiError`. */
	async remove(id: string): Promise<void> {
		if (id === this.#device?.id) await this.disable();
		else {
			await this.#forget(id);
			await this.refresh();
		}
	}

	/** A test message all the way; each step worked or failed. */
	async test(): Promise<void> {
		const device = this.#device;
		if (device === null) return;
		await this.#run(async () => {
			const { steps } = await this.#api.send<{ steps: PushStep[] }>('POST', '/api/push/test', {
				id: device.id
			});
			this.#steps = steps.map(({ name, ok, detail }) => ({ name, ok, detail }));
		});
		await this.refresh();
	}

	/** Reads the list of devices; leaves it as it is when the relay is away. */
	async refresh(): Promise<void> {
		try {
			this.#devices = (await this.#api.json<PushDevices>('/api/push/subscriptions')).subscriptions;
		} catch (error) {
			console.debug('devices are not known now', error);
		}
	}

	async #run(work: () => Promise<void>): Promise<void> {
		this.#busy = true;
		this.#steps = [];
		try {
			await work();
		} catch (error) {
			if (!(error instanceof StepError)) this.#tell('', false, reasonOf(error));
		}
		this.#busy = false;
	}

	#tell(name: string, ok: boolean, detail: string | null = null): void {
		this.#steps = [...this.#steps, { name, ok, detail }];
	}

	async #step<T>(name: string, work: () => Promise<T>): Promise<T> {
		try {
			const result = await work();
			this.#tell(name, true);
			return result;
		} catch (error) {
			this.#tell(name, false, reasonOf(error));
			throw new StepError(name, { cause: error });
		}
	}

	#registration(): Promise<ServiceWorkerRegistration> {
		return inTime(navigator.serviceWorker.ready, SUBSCRIBE_MS);
	}

	async #key(): Promise<Uint8Array<ArrayBuffer>> {
		const { publicKey } = await this.#api.json<{ publicKey?: string }>('/api/push/key');
		if (!publicKey) throw new Error(t().notify.noKey);
		return keyBytes(publicKey);
	}

	async #subscribe(
		registration: ServiceWorkerRegistration,
		key: Uint8Array<ArrayBuffer>
	): Promise<PushSubscription> {
		const known = await registration.pushManager.getSubscription();
		if (known && !sameKey(known.options.applicationServerKey, key)) await known.unsubscribe();
		return inTime(
			registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }),
			SUBSCRIBE_MS
		);
	}

	async #register(subscription: PushSubscription, name: string): Promise<void> {
		const answer = await this.#api.send<PushDevice>('PUT', '/api/push/subscriptions', {
			name,
			subscription: subscription.toJSON()
		});
		this.#device = { id: answer.id, name };
		await this.#store.query('savePushDevice', { device: this.#device });
	}

	async #forget(id: string): Promise<void> {
		await this.#api.send('DELETE', `/api/push/subscriptions/${encodeURIComponent(id)}`);
	}

	/** From this tab, where no push reaches this browser. The tag is the push's own: it is never seen twice. */
	async #announce({ alerts, signals }: Raised): Promise<void> {
		if (!this.allowed) return;
		const registration = await navigator.serviceWorker.getRegistration();
		if (!registration || (await registration.pushManager?.getSubscription())) return;
		const nowMs = this.#nowMs();
		const plans = this.#plans.current;
		const payloads = [
			...alerts
				.filter((alert) => isNews(alert, nowMs))
				.map((alert) => crossingPayload(alert, this.#nameOf(alert))),
			...signals.filter(isGoingOn).map(signalPayload)
		];
		for (const payload of payloads) {
			const notice = noticeOf(payload, t().notice, this.#format());
			await registration.showNotification(notice.title, {
				body: notice.body,
				tag: notice.tag,
				icon: '/icons/icon-192.png',
				silent: plans !== undefined && isQuiet(plans.settings, nowMs),
				data: { path: notice.path }
			});
		}
	}

	#nameOf({ budgetId }: Alert): string {
		return this.#plans.current?.budgets.find(({ id }) => id === budgetId)?.name ?? '';
	}
}

function isNews({ acknowledgedAtMs, mutedUntilMs, raisedAtMs }: Alert, nowMs: number): boolean {
	return acknowledgedAtMs === null && (mutedUntilMs ?? 0) <= nowMs && nowMs - raisedAtMs <= NEWS_MS;
}

const isGoingOn = ({ acknowledgedAtMs, untilMs }: Signal): boolean =>
	acknowledgedAtMs === null && untilMs === null;

/** A step failed and has been told. */
class StepError extends Error {
	override name = 'StepError';
}

function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(t().notify.timeOut(String(ms / 1000)))), ms);
		work.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}
