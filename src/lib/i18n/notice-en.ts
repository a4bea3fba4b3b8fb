// Sentences of notifications, in English: small, since the service worker carries them without the rest of the app.
import type { SignalKind } from '#lib/domain/signal.ts';

export const noticeEn = {
	crossed: (name: string, percent: string) => `${name}: ${percent} spent`,
	crossedBody: (spend: string, amount: string, share: string) => `${spend} of ${amount} (${share}).`,
	unnamed: 'Budget',
	blind: 'Spend cannot be known',
	blindBody: (since: string) => `No source has delivered since ${since}. Budgets are not being watched.`,
	/** Of each rule: what it found, and what to do. */
	signals: {
		'spend-spike': (spent: string, usual: string) => [
			`${spent} spent in the last hour`,
			`Your dear hours cost about ${usual}. See under Live what is running.`
		],
		runaway: (rate: string, usual: string) => [
			`A session costs ${rate} a minute`,
			`Your dear ones cost about ${usual} a minute. Stop it if you are not watching it.`
		],
		'api-errors': (failed: string, attempts: string) => [
			`${failed} of ${attempts} API attempts failed`,
			'In the last half hour. Check your limits and the API’s status before you go on.'
		],
		'cache-drop': (share: string, usual: string) => [
			`Only ${share} of prompts came from the cache`,
			`In the last two hours; usually it is ${usual}. Look for changed tools, a changed model, or long pauses.`
		],
		'new-model': (model: string) => [
			`First use of ${model}`,
			'It was not used in the four weeks before. Check that it was meant, and what it costs.'
		],
		'unpriced-model': (model: string) => [
			`No price is known for ${model}`,
			'Its requests count as unpriced: budgets see less than is spent.'
		],
		'price-drift': (model: string, off: string, cost: string) => [
			`${model} does not cost what the price table says`,
			`Reported costs of ${cost} differ from the table by ${off}. Compare under Accuracy.`
		],
		'data-stopped': (since: string) => [
			'Telemetry stopped while a session was at work',
			`Since ${since}. If you did not end it there, check its exporter and the way to Tidemark.`
		],
		'source-failing': (source: string, since: string) => [
			`Source ${source} is failing`,
			`Since ${since}. Others deliver, but figures may lack what only this one sees. See under Settings.`
		]
	} satisfies Record<SignalKind, (...figures: string[]) => [string, string]>,
	test: 'Alerts reach this device',
	testBody: (name: string) => `A test for ${name}. Nothing has been spent.`,
	unreadable: 'Tidemark has an alert',
	unreadableBody: 'Open the app to read it.'
};

export type NoticeWords = typeof noticeEn;
