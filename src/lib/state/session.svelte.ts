// What is asked about one session: its head keeps being asked, the rest again only when its events have changed.
import type { SessionCauses } from '#lib/domain/session-causes.ts';
import type { App } from './app.svelte.ts';
import { LiveQuery } from './query.svelte.ts';

/** Of these the version tells when to ask again. */
const NEVER = 2 ** 30;
const SOON_MS = 1000;
/** Others' sessions change slowly beside it. */
const SELDOM_MS = 30_000;

export class SessionQueries {
	readonly head: LiveQuery<'sessionHead'>;
	readonly #top: LiveQuery<'causes'>;
	readonly #whole: LiveQuery<'causes'>;
	readonly sides: LiveQuery<'sides'>;
	readonly findings: LiveQuery<'findings'>;
	readonly peers: LiveQuery<'peers'>;
	#key: () => string | null;

	/** To be made while a component initialises. `rows`: the tree is wanted too; it then comes first. */
	constructor(app: App, key: () => string | null, { rows }: { rows: boolean }) {
		this.#key = key;
		this.head = new LiveQuery(
			app.store,
			() => {
				const asked = key();
				return asked === null
					? undefined
					: { name: 'sessionHead', args: { key: asked, range: app.selection.resolved.range } };
			},
			SOON_MS
		);
		// Beside the head, so that the first rows wait for nothing; what comes later is asked for by version.
		this.#top = new LiveQuery(
			app.store,
			() => {
				const asked = key();
				return rows && asked !== null
					? { name: 'causes', args: { key: asked, version: 0, all: false } }
					: undefined;
			},
			NEVER
		);
		this.#whole = new LiveQuery(
			app.store,
			() => {
				const top = this.#top.current;
				const asked = this.#asked;
				if (!rows || top === undefined || asked === undefined) return undefined;
				if (top?.whole && top.version === asked.version) return undefined;
				return { name: 'causes', args: { ...asked, all: true } };
			},
			NEVER
		);
		this.sides = new LiveQuery(
			app.store,
			() => (this.#asked && (!rows || this.causes?.whole) ? { name: 'sides', args: this.#asked } : undefined),
			NEVER
		);
		// Findings and peers look at other sessions too.
		const shown = () => this.sides.current != null;
		this.findings = new LiveQuery(
			app.store,
			() => (shown() && this.#asked ? { name: 'findings', args: this.#asked } : undefined),
			NEVER
		);
		this.peers = new LiveQuery(
			app.store,
			() => (shown() && this.#asked ? { name: 'peers', args: { key: this.#asked.key } } : undefined),
			SELDOM_MS
		);
	}

	/** The rows: all of them, or first those at the top. `null`: not answered yet, no such session, or not asked for. */
	get causes(): SessionCauses | null {
		return this.#whole.current ?? this.#top.current ?? null;
	}

	/** `null`: not answered yet, or no such session. */
	get version(): number | null {
		const head = this.head.current;
		return head?.item.key === this.#key() ? head!.version : null;
	}

	/** Why the latest asking failed, whichever it was. */
	get error(): string | null {
		return (
			this.head.error ??
			this.#top.error ??
			this.#whole.error ??
			this.sides.error ??
			this.findings.error ??
			this.peers.error
		);
	}

	get #asked(): { key: string; version: number } | undefined {
		const key = this.#key();
		const { version } = this;
		return key === null || version === null ? undefined : { key, version };
	}
}
