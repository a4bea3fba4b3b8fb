// Sentences on signing in, devices and ingest tokens, in French. Part of `fr.ts`.
import type { Dictionary } from './en.ts';
import { pluralFr } from './plural-fr.ts';

export const accessFr: Dictionary['access'] = {
	out: {
		first: {
			title: 'Ce navigateur n’est pas connecté',
			detail: 'Prompts, chemins et montants ne sont montrés qu’aux navigateurs admis par le propriétaire.'
		},
		signed_out: {
			title: 'Déconnecté',
			detail: 'Ce navigateur n’est plus connecté. Ce qu’il contient n’est pas affiché.'
		},
		left: {
			title: 'Déconnecté',
			detail: 'Tout ce que contenait ce navigateur a été supprimé : historique, caches et notifications.'
		},
		session_expired: {
			title: 'La session a expiré',
			detail: 'Un navigateur reste connecté 30 jours sans visite, 90 jours au plus.'
		},
		session_revoked: {
			title: 'Cet appareil a été déconnecté',
			detail: 'Un autre appareil a mis fin à sa session. Tout ce que contenait ce navigateur a été supprimé.'
		},
		code_expired: {
			title: 'Ce lien a déjà servi ou a expiré',
			detail: 'Un lien ou un code admet un navigateur, une seule fois. Créez-en un nouveau.'
		},
		code_unknown: {
			title: 'Ce code est inconnu',
			detail: 'Vérifiez les chiffres. Un code vit deux minutes ; après cinq erreurs il en faut un nouveau.'
		},
		slow_down: {
			title: 'Trop de codes ont été essayés',
			detail:
				'Attendez une minute, puis saisissez le code à nouveau. Le lien d’un nouveau QR code marche tout de suite.'
		},
		offline: {
			title: 'Le relais est injoignable',
			detail: 'Démarrez-le sur sa machine avec npm start. Cette page réessaie d’elle-même.'
		},
		storage: {
			title: 'Ce navigateur ne conserve rien',
			detail:
				'La connexion a besoin du stockage de ce site (IndexedDB). Autorisez-le, ou quittez la fenêtre privée, puis ouvrez un nouveau lien.'
		}
	},
	ownMachine: 'Sur la machine où tourne Tidemark',
	ownMachineDetail: 'Lancez ceci dans son dossier. La commande ouvre un lien qui connecte ce navigateur.',
	openLabel: 'Commande qui connecte un navigateur',
	otherDevice: 'Depuis un appareil connecté',
	homeScreen:
		'Sur un iPhone ou un iPad, ajoutez d’abord cette page à l’écran d’accueil (Partager, Sur l’écran d’accueil), ouvrez-la de là et connectez-vous alors : l’application installée ne partage pas la connexion de Safari.',
	otherDeviceDetail:
		'Choisissez-y Réglages, puis Ajouter un appareil. Scannez le QR code, ou saisissez ici ses 8 chiffres.',
	code: 'Le code',
	codeHint: '8 chiffres',
	codeBad: 'Saisissez les 8 chiffres, ou collez le lien entier.',
	enter: 'Se connecter',
	entering: 'Connexion…',
	retry: 'Réessayer',
	viewerNote:
		'Cet appareil peut consulter. Prompts, commandes et réglages sont réservés aux appareils du propriétaire.',

	devices: 'Appareils',
	devicesLead: 'Les navigateurs qui peuvent consulter. Déconnectez ceux que vous ne reconnaissez pas.',
	devicesOff: 'La connexion est désactivée : il n’y a pas d’appareils à distinguer.',
	devicesFailed: (detail) => `Les appareils n’ont pas pu être lus : ${detail}`,
	thisDevice: 'cet appareil',
	roles: { owner: 'Propriétaire', member: 'Membre', viewer: 'Lecteur' },
	roleNotes: {
		owner: 'tout',
		member: 'ses propres prompts, les totaux de tous',
		viewer: 'les chiffres seuls : ni prompts, ni commandes, ni réglages'
	},
	seen: (age) => `vu ${age}`,
	since: (date) => `depuis ${date}`,
	rename: 'Renommer',
	renameOf: (name) => `Renommer ${name}`,
	name: 'Nom',
	save: 'Enregistrer',
	cancel: 'Annuler',
	revoke: 'Déconnecter',
	revokeOf: (name) => `Déconnecter ${name}`,
	revokeConfirm: 'Déconnecter vraiment',
	revoked: (name) => `${name} a été déconnecté.`,
	others: 'Déconnecter tous les autres',
	othersConfirm: 'Déconnecter vraiment tous les autres',
	othersDone: (n, text) => pluralFr(n, text, 'appareil déconnecté.', 'appareils déconnectés.'),
	signOut: 'Déconnecter ce navigateur',
	signOutConfirm: 'Supprimer tout ce qu’il contient et déconnecter',
	signOutNote:
		'Supprime l’historique, les caches et les notifications de ce navigateur. Le relais garde tout.',
	failed: (detail) => `Cela n’a pas fonctionné : ${detail}`,

	add: 'Ajouter un appareil',
	addLead: 'Admettre un navigateur de plus : un téléphone, une tablette, une autre machine.',
	addRole: 'Il peut voir',
	addAgain: 'Nouveau code',
	qr: 'QR code du lien qui connecte l’appareil',
	scan: 'Scannez-le avec l’appareil photo de l’autre appareil. Ou ouvrez-y cette adresse :',
	typed: 'et saisissez ce code :',
	expires: (seconds) => `Valable une fois, encore ${seconds} secondes.`,
	states: {
		used: 'L’appareil est connecté.',
		expired: 'Ce code a expiré. Créez-en un nouveau.',
		spent:
			'Trop de chiffres erronés ont été saisis. Le QR code marche encore ; pour de nouveaux chiffres, créez un nouveau code.'
	},
	here: 'Cette adresse ne mène qu’à cette machine.',
	hereDetail:
		'Le code connecte un autre navigateur de cette machine. Pour un téléphone, le relais a besoin d’une adresse à lui : donnez-lui HTTPS par l’un des moyens ci-dessous et indiquez cette adresse dans TIDEMARK_PUBLIC_URL.',
	plain: 'Cette adresse est en http, sans chiffrement.',
	plainDetail:
		'Quiconque sur le réseau peut lire ce qui passe, et sans HTTPS les navigateurs refusent les notifications, l’installation et l’usage hors ligne.',
	ways: 'Comment obtenir HTTPS',
	wayNames: {
		tailscale: 'Tailscale (recommandé) : un vrai certificat, marche aussi loin de chez soi',
		domain: 'Votre propre domaine, avec Caddy',
		local: 'Sans compte : mkcert, son autorité de certification installée sur chaque téléphone'
	},
	wayDone: (variable) => `Définissez ensuite ${variable} et redémarrez Tidemark.`,

	tokens: 'Jetons d’envoi',
	tokensLead:
		'Ce avec quoi une machine envoie sa télémétrie. Un jeton écrit et ne lit rien ; depuis cette machine il n’en faut pas, depuis toute autre si.',
	tokensNone: 'Aucun jeton pour l’instant.',
	tokensFailed: (detail) => `Les jetons n’ont pas pu être lus : ${detail}`,
	tokenName: 'Nom',
	tokenNameHint: 'Par exemple : serveur de build',
	tokenMachine: 'Machine (affichée à la place de son propre nom)',
	tokenUser: 'Utilisateur (affiché à la place de ce qui est envoyé)',
	tokenOptional: 'facultatif',
	tokenMake: 'Créer un jeton',
	tokenMade: (name) =>
		`Jeton de ${name}, affiché cette seule fois. Ajoutez cette ligne à l’environnement de la machine :`,
	tokenLine: 'Ligne pour l’environnement',
	tokenDone: 'Terminé',
	tokenFor: (what) => `pour ${what}`,
	tokenUsed: (age) => `dernier usage ${age}`,
	tokenUnused: 'jamais utilisé',
	tokenRevoke: 'Révoquer',
	tokenRevokeOf: (name) => `Révoquer ${name}`,
	tokenRevokeConfirm: 'Révoquer vraiment',
	tokenRevoked: (name) => `${name} a été révoqué : ce qui est envoyé avec ce jeton est refusé.`
};
