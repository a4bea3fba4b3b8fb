// What the rules behind signals say of this device's own day cells, by the functions the relay uses too.
import { DAY_MS } from '#lib/domain/rows.ts';
import { SIGNAL_DAYS, type SignalDay, signalDay } from '#lib/domain/signal.ts';
import { type Ruling, signalsNow } from '#lib/domain/signal-rules.ts';
import { utcDays } from './overview.ts';
import { labelled } from './query-accuracy.ts';
import { DAYS_AT_ONCE, type QueryContext } from './query-overview.ts';
import { pricesOf, readSync } from './sync-state.ts';

/** Which sources fail, and which sessions fell silent, only the relay knows: those rules find nothing here. */
export async function queryRulings({ store, cache, nowMs }: QueryContext): Promise<Ruling[]> {
	const prices = pricesOf(await readSync(store));
	const now = nowMs();
	const wanted = utcDays({ fromMs: now - (SIGNAL_DAYS - 1) * DAY_MS, toMs: now + 1 });
	const days: SignalDay[] = [];
	for (let i = 0; i < wanted.length; i += DAYS_AT_ONCE) {
		const { whole } = await cache.read({ whole: wanted.slice(i, i + DAYS_AT_ONCE) });
		for (const day of whole.values()) days.push(signalDay(labelled(day), now, prices));
	}
	return signalsNow({ days, failing: [], silent: [], nowMs: now });
}
