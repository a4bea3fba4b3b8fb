// POST /api/doctor: the doctor from inside the relay, for the page. One at a time: who asks meanwhile hears the same.
import type { Context } from 'hono';
import type { DoctorReport } from '#lib/domain/doctor.ts';
import type { AppEnv } from '../app.ts';

export function doctorRoute(examine: () => Promise<DoctorReport>): (c: Context<AppEnv>) => Promise<Response> {
	let running: Promise<DoctorReport> | null = null;
	return async (c) => {
		running ??= examine().finally(() => {
			running = null;
		});
		return c.json(await running);
	};
}
