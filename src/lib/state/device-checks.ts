// The doctor's checks that only this browser can make.
import { bad, type Check, note, ok, skipped } from '#lib/domain/doctor.ts';

const APART_MS = 10_000;

/** `clockOffsetMs`: the relay's clock less this device's. */
export async function checkDevice(clockOffsetMs: number): Promise<Check[]> {
	return [await storage(), clock(clockOffsetMs), notifications(), await serviceWorker()];
}

async function storage(): Promise<Check> {
	if (navigator.storage?.persisted === undefined) return skipped('storage');
	return (await navigator.storage.persisted()) ? ok('storage') : note('storage', 'storageMayGo');
}

function clock(offsetMs: number): Check {
	const seconds = `${(offsetMs / 1000).toFixed(1)} s`;
	return Math.abs(offsetMs) > APART_MS
		? bad('deviceClock', 'deviceClockApart', seconds)
		: ok('deviceClock', seconds);
}

function notifications(): Check {
	if (!('Notification' in globalThis)) return skipped('notifications');
	return Notification.permission === 'denied'
		? note('notifications', 'notificationsBlocked')
		: ok('notifications');
}

async function serviceWorker(): Promise<Check> {
	if (!('serviceWorker' in navigator)) return note('serviceWorker', 'serviceWorkerNone');
	const registered = await navigator.serviceWorker.getRegistration();
	return registered?.active ? ok('serviceWorker') : note('serviceWorker', 'serviceWorkerNone');
}
