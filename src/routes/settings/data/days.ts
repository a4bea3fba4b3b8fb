/** Spans offered for keeping raw events, days. */
export const DAYS: readonly number[] = [30, 90, 180, 365, 730];
