// The price table against a public one, rate by rate and by whole requests. What that one lacks or says differently is
// named below with the date it was seen; an exception that is no longer true fails as well.
import { calcPrice } from '@pydantic/genai-prices';
import { describe, expect, test } from 'vitest';
import { modelKey, PRICES, type PriceRow } from '#lib/domain/price.ts';

type Usd = PriceRow['usdPerMillion'];

/** Seen in 0.1.8 on 2026-11-20: not there, or matched by another model's row. */
const LACKING: Record<string, string | null> = {
	'claude-sonnet-5-5': 'claude-sonnet-5',
	'claude-haiku-5-5': null,
	'claude-mythos-5': null,
	'claude-mythos-5-1': null,
	'claude-fable-5-2': null,
	'claude-mythos-5-2': null
};

/** Seen on 2026-11-20: long prompts are dearer there; Claude Code reports one price for all sizes. */
const LONG_PROMPTS_DEARER = ['claude-sonnet-4-5'];

/** Ids as Anthropic spells them, where that is not `claude-<key>`. */
const SPELLED: Record<string, string> = {
	'sonnet-3-5': 'claude-3-5-sonnet-20241022',
	'sonnet-3-7': 'claude-3-7-sonnet-20250219',
	'sonnet-4': 'claude-sonnet-4-20250514',
	'opus-3': 'claude-3-opus-20240229',
	'opus-4': 'claude-opus-4-20250514',
	'haiku-3-5': 'claude-3-5-haiku-20241022'
};

const rows = PRICES.flatMap((row) =>
	row.models.map((key) => ({ id: SPELLED[key] ?? `claude-${key}`, key, row }))
);
const compared = rows.filter(({ id }) => !(id in LACKING));

/** The usage's `input_tokens` is the whole prompt there, cache included. */
const USAGES = [
	{ input_tokens: 1000 },
	{ output_tokens: 1000 },
	{ input_tokens: 1000, cache_write_tokens: 1000 },
	{ input_tokens: 1000, cache_write_tokens: 1000, cache_write_1h_tokens: 1000 },
	{ input_tokens: 1000, cache_read_tokens: 1000 }
];

function theirs(id: string, row: PriceRow): Usd {
	const timestamp = new Date(`${row.from ?? '2026-11-20'}T12:00:00Z`);
	const rates = USAGES.map((usage) => {
		const price = calcPrice(usage, id, { providerId: 'anthropic', timestamp });
		if (price === null) throw new Error(`${id} is not in the package`);
		return Math.round(price.total_price * 1e6) / 1000;
	});
	return rates as unknown as Usd;
}

describe('the public price package', () => {
	test('has most of the models of the table', () => {
		expect(compared.length).toBeGreaterThan(15);
		expect(rows.every(({ id, key }) => modelKey(id) === key)).toBe(true);
	});

	test.each(compared)('has the same five rates for $id', ({ id, row }) => {
		expect(theirs(id, row)).toEqual(row.usdPerMillion);
	});

	test.each(compared)('has no other price for long prompts of $id, but where named', ({ id, row }) => {
		const price = calcPrice({ input_tokens: 900_000, cache_read_tokens: 300_000 }, id, {
			providerId: 'anthropic',
			timestamp: new Date('2026-11-20T12:00:00Z')
		});
		const [input, , , , read] = row.usdPerMillion;
		const same = Math.abs(price!.total_price - (0.6 * input + 0.3 * read)) < 1e-9;
		expect(same).toBe(!LONG_PROMPTS_DEARER.includes(id));
	});

	test.each(Object.entries(LACKING))('still lacks %s', (id, matched) => {
		const price = calcPrice({ input_tokens: 1000 }, id, {
			providerId: 'anthropic',
			timestamp: new Date('2026-11-20T12:00:00Z')
		});
		expect(price?.model.id ?? null).toBe(matched);
	});
});
