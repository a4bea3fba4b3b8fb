// /api/data: what an owner does with the data as a whole.
import { Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import { type BackupRouteDeps, backupRoute } from './backup.ts';

export type DataDeps = BackupRouteDeps;

export function dataRoutes(deps: DataDeps): Hono<AppEnv> {
	const app = new Hono<AppEnv>();
	app.get('/backup', backupRoute(deps));
	return app;
}
