// Sentences of notifications, in French.
import type { NoticeWords } from './notice-en.ts';

export const noticeFr: NoticeWords = {
	crossed: (name, percent) => `${name} : ${percent} dépensés`,
	crossedBody: (spend, amount, share) => `${spend} sur ${amount} (${share}).`,
	unnamed: 'Budget',
	blind: 'Dépense impossible à connaître',
	blindBody: (since) => `Aucune source n’a rien livré depuis ${since}. Les budgets ne sont pas surveillés.`,
	test: 'Les alertes arrivent sur cet appareil',
	testBody: (name) => `Un essai pour ${name}. Rien n’a été dépensé.`,
	unreadable: 'Tidemark a une alerte',
	unreadableBody: 'Ouvrez l’application pour la lire.'
};
