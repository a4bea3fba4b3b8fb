// Which tables a backup holds. Each table of the database is on one of the two lists (a test sees to it): one that is on
// neither is left out, so that nothing secret goes along because it was forgotten here.

/** Journal and fold, how far sources have read, and what people made. */
export const KEPT: readonly string[] = [
	'state',
	'log',
	'ids',
	'frozen',
	'fold',
	'fold_prices',
	'days',
	'sessions',
	'skips',
	'keeping',
	'forgotten',
	'forgotten_ranges',
	'forgotten_sessions',
	'forgotten_ids',
	// Asked for and not done: a restored journal is to go on with it.
	'forgetting',
	'source_state',
	'transcript_files',
	'plans',
	'budgets',
	// Addresses and keys of other systems: with the push keys the reason why the file is secret.
	'channels',
	'alerts',
	'signals',
	'prices',
	'names',
	'push_devices'
];

/** Messages under way belong to the relay that decided on them; rows being priced anew are begun again. */
export const LEFT_OUT: readonly string[] = ['outbox', 'next_sessions', 'next_days'];
