// Sentences on the people of a team, in French. Part of `fr.ts`.
import type { Dictionary } from './en.ts';

export const peopleFr: Dictionary['people'] = {
	title: 'Personnes',
	lead: 'Les membres d’une équipe se connectent avec un nom et un mot de passe. Il leur suffit du lien que vous leur envoyez.',
	none: 'Personne n’est encore invité. Vous-même n’avez pas besoin de mot de passe : vous entrez par npm run open. Pour entrer d’ailleurs, invitez-vous comme propriétaire.',
	failedToRead: (detail) => `Les personnes n’ont pas pu être lues : ${detail}`,
	failed: (detail) => `Cela n’a pas fonctionné : ${detail}`,
	name: 'Nom',
	nameHint: 'Par exemple : Ada',
	role: 'Rôle',
	identities: 'Dans la télémétrie',
	identitiesHint: 'e-mail, ou utilisateur du jeton',
	identitiesNote:
		'Séparez-en plusieurs par des virgules. Un membre lit les prompts arrivés sous ces noms, et aucun autre ; sans eux, les chiffres seuls.',
	invite: 'Inviter',
	inviting: 'Création du lien…',
	nameTaken: 'Ce nom est déjà pris.',
	linkFor: (name) => `Lien pour ${name}. Affiché une seule fois :`,
	link: 'Lien d’invitation',
	linkNote: (until) =>
		`Ne l’envoyez qu’à cette personne : qui l’ouvre en premier choisit le mot de passe. Il sert une fois, jusqu’au ${until}.`,
	linkHere:
		'Le lien ne mène qu’à cette machine. Pour d’autres, donnez d’abord au relais sa propre adresse (TIDEMARK_PUBLIC_URL).',
	done: 'Terminé',
	you: 'vous',
	states: {
		active: (devices) => `appareils connectés : ${devices}`,
		invited: (until) => `invitation jusqu’au ${until}`,
		lapsed: 'invitation terminée : créez un nouveau lien'
	},
	reads: (identities) => `lit les prompts de ${identities}`,
	readsNone: 'lié à personne dans la télémétrie : les chiffres seuls',
	change: 'Modifier',
	changeOf: (name) => `Modifier ${name}`,
	save: 'Enregistrer',
	cancel: 'Annuler',
	reset: 'Nouveau lien',
	resetOf: (name) => `Nouveau lien pour ${name}`,
	resetConfirm: 'Annuler mot de passe et sessions, créer le lien',
	remove: 'Retirer',
	removeOf: (name) => `Retirer ${name}`,
	removeConfirm: 'Retirer vraiment',
	removed: (name) => `${name} a été retiré et déconnecté partout.`,
	changed: (name) => `${name} a été modifié. Ses appareils rechargent ce qu’ils peuvent voir.`,

	signInTitle: 'Avec un nom et un mot de passe',
	signInDetail:
		'Pour les personnes invitées par le propriétaire. Oublié ? Le propriétaire peut vous créer un nouveau lien.',
	password: 'Mot de passe',
	signIn: 'Se connecter',
	faults: {
		wrong_password: 'Le nom et le mot de passe ne correspondent pas.',
		slow_down: 'Trop d’essais. Attendez une minute, puis réessayez.',
		offline: 'Le relais est injoignable. Réessayez quand il sera de retour.',
		password_short: 'Choisissez un mot de passe d’au moins 10 caractères.',
		password_long: 'Choisissez un mot de passe de 200 caractères au plus.',
		password_common: 'C’est l’un des premiers mots de passe que l’on devine. Choisissez-en un autre.',
		different: 'Les deux ne sont pas identiques.',
		code_expired: 'Ce lien a déjà servi, a été remplacé ou a expiré. Demandez-en un nouveau.',
		code_unknown: 'Ce lien est inconnu ici. Vérifiez qu’il a été copié en entier.',
		storage: 'Ce navigateur ne conserve rien : quittez la fenêtre privée, puis rouvrez le lien.',
		other: 'Le relais n’a pas accepté. Réessayez.'
	},

	invitation: {
		title: 'Vous avez une invitation',
		looking: 'Lecture de l’invitation…',
		overTitle: 'Cette invitation ne peut pas servir',
		who: (inviter, host) => `${inviter} vous invite sur le Tidemark de ${host}.`,
		owner: 'Le propriétaire',
		as: (name, role) => `Vous serez ${name}, avec le rôle ${role}`,
		roles: {
			owner: 'Vous voyez et modifiez tout.',
			member: 'Vous voyez vos propres prompts et les chiffres de tous.',
			viewer: 'Vous voyez les chiffres, et les prompts de personne.'
		},
		until: (date) => `L’invitation prend fin : ${date}.`,
		replaces: 'Ce navigateur est déjà connecté. Accepter met fin à cette session ici.',
		choose: 'Choisissez un mot de passe (10 caractères ou plus)',
		again: 'Le même, encore une fois',
		accept: 'Définir le mot de passe et se connecter',
		accepting: 'Connexion…',
		dismiss: 'Pas maintenant',
		onward: 'Continuer sans elle'
	},

	own: 'Votre mot de passe',
	ownLead: (name) =>
		`Vous êtes connecté en tant que ${name}. Un nouveau mot de passe met fin à vos autres sessions.`,
	current: 'Mot de passe actuel',
	next: 'Nouveau mot de passe',
	changePassword: 'Changer le mot de passe',
	passwordChanged: 'Changé. Vos autres sessions ont pris fin.',
	memberNote:
		'Vous voyez vos propres prompts et les chiffres de tous. Les réglages du relais sont à son propriétaire.'
};
