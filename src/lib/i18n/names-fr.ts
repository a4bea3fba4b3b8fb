// Sentences on names and own rates in Settings, in French. Part of `fr.ts`.
import type { namesEn, ownPricesEn } from './names-en.ts';
import { pluralFr as plural } from './plural-fr.ts';

export const namesFr: typeof namesEn = {
	title: 'Noms',
	note: 'Projets, branches, machines, profils et utilisateurs tels qu’ils ont été découverts. Un nom change ce qui est affiché, jamais ce qui a été enregistré ; deux valeurs de même nom comptent pour une, dans les filtres, les budgets, les fichiers et le rapport du terminal.',
	hiddenNote:
		'Une valeur masquée n’est plus proposée comme filtre et figure sous « Masqués ». Son argent reste dans chaque total et chaque budget.',
	dimension: 'Afficher',
	none: 'Rien de découvert pour l’instant. Les valeurs apparaissent ici avec la première session.',
	hidden: 'Masqués',
	discovered: (value) => `découvert sous le nom de ${value}`,
	mergedWith: (n, text) => `une de ${plural(n, text, 'valeur', 'valeurs')} de ce nom`,
	sessions: (n, text) => plural(n, text, 'session', 'sessions'),
	rename: 'Renommer',
	renameOf: (value) => `Renommer ${value}`,
	newName: (value) => `Nom de ${value}`,
	mergeHint: 'Le nom d’une autre valeur fusionne les deux. Laissez vide pour le nom découvert.',
	hide: 'Masquer',
	hideOf: (value) => `Masquer ${value}`,
	show: 'Afficher à nouveau',
	showOf: (value) => `Afficher à nouveau ${value}`,
	save: 'Enregistrer',
	cancel: 'Annuler',
	more: (text) => `${text} de plus`,
	unsent: 'Gardé sur cet appareil. Le relais le recevra dès qu’il sera joignable.',
	failed: (reason) => `Impossible de l’enregistrer : ${reason}`
};

export const ownPricesFr: typeof ownPricesEn = {
	title: 'Tarifs personnels',
	note: 'Vos propres tarifs pour un modèle, à partir d’une date et jusqu’à ses tarifs personnels suivants. Ils servent aux requêtes dont Claude Code n’a pas envoyé le coût ; les coûts qu’il a indiqués restent tels quels.',
	none: 'Aucun tarif personnel : la table ci-dessous est utilisée.',
	add: 'Ajouter des tarifs',
	addFor: (model) => `Définir des tarifs personnels pour ${model}`,
	observed: (rates) =>
		`Tous les coûts depuis lors correspondent à ces tarifs, au nanodollar près : ${rates}.`,
	observedTimes: (factor, rates) =>
		`Tous les coûts depuis lors valent ${factor} fois la table, au nanodollar près : ${rates}.`,
	unseen: (kinds) => `Sans usage depuis lors, laissé comme dans la table : ${kinds}.`,
	useObserved: 'Utiliser les tarifs observés',
	useObservedOf: (model) => `Utiliser les tarifs observés pour ${model}`,
	cannotTell: {
		tooFew:
			'Les tarifs appliqués ne peuvent pas encore être déduits : les types de tokens y figurent dans trop peu de proportions différentes.',
		contradict: 'Aucun tarif n’explique exactement tous ces coûts ; aucun n’est donc proposé.',
		bySize:
			'La table facture ce modèle selon la taille du prompt, ce que des tarifs personnels ne peuvent pas ; aucun n’est donc proposé.'
	},
	edit: 'Modifier',
	editOf: (model) => `Modifier les tarifs de ${model}`,
	remove: 'Supprimer',
	removeOf: (model) => `Supprimer les tarifs de ${model}`,
	formTitle: 'Tarifs personnels d’un modèle, en USD par million de tokens',
	model: 'Modèle',
	modelBad: 'Indiquez un modèle, par exemple claude-opus-4-5.',
	from: 'À partir du (date UTC)',
	fromNote: 'Vide : depuis toujours.',
	always: 'depuis toujours',
	rateBad: 'Chaque tarif est un nombre de 0 à 100 000 avec trois décimales au plus.',
	save: 'Enregistrer les tarifs',
	cancel: 'Annuler',
	repricing:
		'Recalcul des prix… Les chiffres sont encore ceux des anciens tarifs ; ils changeront tous ensemble une fois toutes les requêtes recalculées.',
	repricingOffline:
		'Le recalcul des prix attend le relais. Les chiffres sont encore ceux des anciens tarifs.',
	horizon: 'Les jours dont les événements ne sont plus conservés gardent leurs prix.'
};
