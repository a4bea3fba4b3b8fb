// Words on what others may not read, in French. Part of `fr.ts`.
import type { Dictionary } from './en.ts';
import { pluralFr } from './plural-fr.ts';

export const privacyFr: Dictionary['privacy'] = {
	title: 'Confidentialité',
	hide: 'Masquer le contenu',
	show: 'Afficher de nouveau le contenu',
	hideNote:
		'Pendant un partage d’écran : prompts, titres, erreurs, chemins, projets, branches, personnes et machines deviennent des points sur toutes les pages de cet appareil. Les montants restent. Touche : H.',
	redactionOn:
		'Les mots de passe et clés de forme connue sont retirés des prompts, commandes et erreurs avant d’être enregistrés.',
	redactionOff:
		'Les secrets des prompts, commandes et erreurs sont enregistrés tels quels (TIDEMARK_REDACT=off).',
	sinceStart: 'Depuis le démarrage de Tidemark',
	redacted: (n, text) => pluralFr(n, text, 'secret retiré', 'secrets retirés')
};
