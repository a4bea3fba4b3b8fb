// Web Push: every message becomes a notification, a click opens what it speaks of, and a subscription the browser has
// renewed is told to the relay.
import { isQuiet } from '#lib/domain/budget.ts';
import { createFormat } from '#lib/format.ts';
import { localeFor } from '#lib/i18n/locales.ts';
import { noticeOf } from '#lib/i18n/notice.ts';
import { NOTICE_WORDS } from '#lib/i18n/notice-words.ts';
import { createApi } from '#lib/stream/api.ts';
import { readPlanNotes } from './plan-notes.ts';

export function listenForPush(scope: ServiceWorkerGlobalScope): void {
	scope.addEventListener('push', (event) => {
		event.waitUntil(show(scope, payloadOf(event.data)));
	});
	scope.addEventListener('notificationclick', (event) => {
		event.notification.close();
		event.waitUntil(openPath(scope, pathOf(event.notification.data)));
	});
	scope.addEventListener('pushsubscriptionchange', (event) => {
		event.waitUntil(renew(scope, event as PushSubscriptionChangeEvent));
	});
}

interface PushSubscriptionChangeEvent extends ExtendableEvent {
	readonly newSubscription: PushSubscription | null;
	readonly oldSubscription: PushSubscription | null;
}

/** `null` for what is no JSON. */
function payloadOf(data: PushMessageData | null): unknown {
	try {
		return data?.json() ?? null;
	} catch {
		return null; // It is shown all the same: a browser takes the right away from who shows nothing.
	}
}

async function show(scope: ServiceWorkerGlobalScope, payload: unknown): Promise<void> {
	const { settings, language } = await readPlanNotes();
	const locale = localeFor(language, scope.navigator.languages);
	const format = createFormat(locale, Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');
	const notice = noticeOf(payload, NOTICE_WORDS[locale], format);
	await scope.registration.showNotification(notice.title, {
		body: notice.body,
		tag: notice.tag,
		icon: '/icons/icon-192.png',
		silent: isQuiet(settings, Date.now()),
		data: { path: notice.path }
	});
	// A mark without a number: how many are unread is for the app to say.
	await (scope.navigator as WorkerNavigator & { setAppBadge?(): Promise<void> })
		.setAppBadge?.()
		.catch(() => undefined); // A badge is not worth a failed push.
}

/** Only our own pages. */
function pathOf(data: unknown): string {
	const path = (data as { path?: unknown } | null)?.path;
	return typeof path === 'string' && /^\/(?!\/)/.test(path) ? path : '/alerts';
}

async function openPath(scope: ServiceWorkerGlobalScope, path: string): Promise<void> {
	const url = new URL(path, scope.location.origin).href;
	const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const open = windows.find(({ focused }) => focused) ?? windows[0];
	if (open !== undefined) {
		try {
			const led = await open.navigate(url);
			if (led !== null) {
				await led.focus().catch(() => undefined); // It shows the page, be it behind another window.
				return;
			}
		} catch (error) {
			console.debug('a window this version does not control cannot be led; a new one can', error);
		}
	}
	await scope.clients.openWindow(url);
}

async function renew(scope: ServiceWorkerGlobalScope, event: PushSubscriptionChangeEvent): Promise<void> {
	const options = event.oldSubscription?.options ?? event.newSubscription?.options;
	const subscription =
		event.newSubscription ??
		(options ? await scope.registration.pushManager.subscribe({ ...options, userVisibleOnly: true }) : null);
	// Without either the app subscribes anew when it is opened.
	if (subscription === null) return;
	const { deviceName } = await readPlanNotes();
	await createApi({ baseUrl: scope.location.origin }).send('PUT', '/api/push/subscriptions', {
		name: deviceName ?? '',
		subscription,
		formerEndpoint: event.oldSubscription?.endpoint
	});
}
