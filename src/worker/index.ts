// The tab's worker: messages in, messages out. What the page asks before the store is open waits for it.
import type { FromWorker, ToWorker } from '#lib/db/protocol.ts';
import { openTab, type Tab } from './tab.ts';

declare const self: DedicatedWorkerGlobalScope;

const post = (message: FromWorker) => self.postMessage(message);

let opening: Promise<Tab> | null = null;

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
	if (data.type === 'start') {
		opening ??= openTab(data.baseUrl, post);
		// Told by the status, and by the answer to each question.
		opening.catch(() => undefined);
		return;
	}
	try {
		const tab = await opening;
		tab?.receive(data);
	} catch (error) {
		if (data.type !== 'query' && data.type !== 'search' && data.type !== 'export') return;
		post({ type: 'failed', id: data.id, message: error instanceof Error ? error.message : String(error) });
	}
};
