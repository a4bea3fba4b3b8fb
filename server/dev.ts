// The relay inside the dev server: same API, same receivers, pages by Vite.
import { linkOf } from './access/open-link.ts';
import { parseConfig } from './config.ts';
import { createLog } from './log.ts';
import { type RelayParts, startParts } from './relay.ts';
import { isApi } from './security.ts';

/** The parts of Vite's plugin interface that are used. https://vite.dev/guide/api-plugin */
interface DevServer {
	middlewares: { use(handler: (request: never, response: never, next: () => void) => void): unknown };
	httpServer: { once(event: 'close', listener: () => void): unknown } | null;
}

/** As in vite.config.ts. */
const DEV_ADDRESS = 'http://localhost:5173';

/** Serves /api and takes in telemetry for as long as the dev server runs. */
export async function mountRelay(server: DevServer): Promise<void> {
	const parts = await startParts({ config: parseConfig(process.env), log: createLog('info') });
	parts.noteAddress(DEV_ADDRESS);
	if (parts.access.signIn && parts.access.isNew) console.log(linkOf(DEV_ADDRESS, parts.access.openCode()));
	server.middlewares.use(((...[request, response, next]: [...Parameters<RelayParts['api']>, () => void]) => {
		if (isApi(request.url ?? '')) parts.api(request, response);
		else next();
	}) as never);
	server.httpServer?.once('close', () => void parts.stop(500).then(parts.finish));
}
