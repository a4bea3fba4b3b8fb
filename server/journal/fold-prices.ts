// The own rates the saved rows were folded by, beside them: rows and rates change in one transaction, and rows of other
// rates have another tag, by which devices know theirs.
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { heldOverrides, type PriceOverride } from '#lib/domain/price-override.ts';

const TABLE =
	'CREATE TABLE IF NOT EXISTS fold_prices (one INTEGER PRIMARY KEY CHECK (one = 1), prices TEXT NOT NULL)';

/** A table of its own, made when missing: formats that do not know it pass it over. */
export function prepareFoldPrices(db: DatabaseSync): void {
	db.exec(TABLE);
}

export function readFoldPrices(db: DatabaseSync): PriceOverride[] {
	const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'fold_prices'").get();
	if (table === undefined) return [];
	const row = db.prepare('SELECT prices FROM fold_prices').get() as { prices: string } | undefined;
	return row === undefined ? [] : (JSON.parse(row.prices) as PriceOverride[]);
}

export function writeFoldPrices(db: DatabaseSync, prices: readonly PriceOverride[]): void {
	db.prepare('INSERT OR REPLACE INTO fold_prices VALUES (1, ?)').run(JSON.stringify(prices));
}

/** What a cursor names: a journal's records as folded by these rates. Without own rates it is the journal's own epoch. */
export function epochWith(epoch: string, prices: readonly PriceOverride[]): string {
	const held = heldOverrides(prices);
	if (held.length === 0) return epoch;
	const tag = createHash('sha256').update(JSON.stringify(held)).digest('hex').slice(0, 12);
	return `${epoch}-${tag}`;
}
