// Sentences of notifications, in English: small, since the service worker carries them without the rest of the app.
export const noticeEn = {
	crossed: (name: string, percent: string) => `${name}: ${percent} spent`,
	crossedBody: (spend: string, amount: string, share: string) => `${spend} of ${amount} (${share}).`,
	unnamed: 'Budget',
	blind: 'Spend cannot be known',
	blindBody: (since: string) => `No source has delivered since ${since}. Budgets are not being watched.`,
	test: 'Alerts reach this device',
	testBody: (name: string) => `A test for ${name}. Nothing has been spent.`,
	unreadable: 'Tidemark has an alert',
	unreadableBody: 'Open the app to read it.'
};

export type NoticeWords = typeof noticeEn;
