// What every page is given: one instance of each state, made by the root layout and handed down by context.
import { createContext } from 'svelte';
import { Veil } from '#lib/domain/veil.ts';
import { createFormat, type Format } from '#lib/format.ts';
import { chooseLocale, currentLocale } from '#lib/i18n/i18n.svelte.ts';
import { type Locale, localeFor } from '#lib/i18n/locales.ts';
import { Access } from './access.svelte.ts';
import { Clock } from './clock.svelte.ts';
import { Inbox } from './inbox.svelte.ts';
import { Install } from './install.svelte.ts';
import { Notifications } from './notifications.svelte.ts';
import { Plans } from './plans.svelte.ts';
import { Questions } from './questions.svelte.ts';
import { CurrentSelection } from './selection.svelte.ts';
import { Settings } from './settings.svelte.ts';
import { openStore, type Store } from './store.svelte.ts';
import { Update } from './update.svelte.ts';
import { TAB_MEMORY } from './veil-memory.ts';

export class App {
	readonly settings = new Settings();
	readonly store: Store = openStore(this.settings.chosen.hideContent ? new Veil(TAB_MEMORY) : null);
	readonly access = new Access(this.store);
	readonly clock = new Clock(() => this.store.status?.clockOffsetMs ?? 0);
	readonly selection = new CurrentSelection(this.clock, this.settings);
	readonly plans = new Plans(this.store);
	readonly notifications = new Notifications({
		store: this.store,
		plans: this.plans,
		format: () => this.format,
		nowMs: () => this.clock.current
	});
	readonly update = new Update();
	readonly install = new Install();
	readonly questions = new Questions();
	/** Files to be imported. */
	readonly inbox = new Inbox();
	#format = $derived(createFormat(currentLocale(), this.settings.zone));

	/** `null`: as the browser prefers. Rejects where the language cannot be loaded; the one in use then stays. */
	async chooseLanguage(language: Locale | null): Promise<void> {
		await chooseLocale(localeFor(language, navigator.languages));
		this.settings.choose({ language });
		// The service worker cannot read the page's settings.
		await this.store.query('saveLanguage', { language });
	}

	/** The page starts anew without its filters: nothing it knew before stays on the screen. */
	hideContent(hideContent: boolean): void {
		this.settings.choose({ hideContent });
		location.assign(location.pathname.startsWith('/sessions/') ? '/sessions' : location.pathname);
	}

	get format(): Format {
		return this.#format;
	}
}

export const [getApp, setApp] = createContext<App>();
