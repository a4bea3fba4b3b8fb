// What the relay says, in French. Part of `fr.ts`.
import type { saidEn } from './said-en.ts';

export const saidFr: typeof saidEn = {
	'The relay cannot be reached.': 'Le relais est injoignable.',
	'The relay answered {0}.': 'Le relais a répondu {0}.',
	'The relay did not answer with {0}.': 'Le relais n’a pas répondu en {0}.',
	'The answer broke off.': 'La réponse s’est interrompue.',
	'The connection broke off.': 'La connexion s’est interrompue.',
	'The relay ended the stream.': 'Le relais a mis fin au flux.',
	'Nothing came for {0} ms.': 'Rien n’est arrivé pendant {0} ms.',
	'A line of the answer is no JSON.': 'Une ligne de la réponse n’est pas du JSON.',
	'The relay sent a frame that cannot be read.': 'Le relais a envoyé une trame illisible.',
	'This relay does not answer under that name. Declare it in TIDEMARK_ALLOWED_HOSTS.':
		'Ce relais ne répond pas sous ce nom. Déclarez-le dans TIDEMARK_ALLOWED_HOSTS.',
	'Other sites may not call this relay.': 'Les autres sites ne peuvent pas appeler ce relais.',
	'Changes are taken only from the app itself.': 'Seule l’app elle-même peut faire des changements.',
	'There is nothing here.': 'Il n’y a rien ici.',
	'This device may look, not change: ask the owner.':
		'Cet appareil peut consulter, pas modifier : demandez au propriétaire.',
	'The journal cannot be used now: {0}.': 'Le journal est inutilisable pour l’instant : {0}.',
	'The relay met a fault of its own.': 'Le relais a rencontré une erreur interne.',
	'That is too much.': 'C’est trop volumineux.',
	'Sign in first.': 'Connectez-vous d’abord.',
	'This session has expired. Sign in again.': 'Cette session a expiré. Reconnectez-vous.',
	'This device was signed out by another one.': 'Cet appareil a été déconnecté depuis un autre.',
	'There were too many tries. Wait a little.': 'Trop d’essais. Patientez un peu.',
	'Sign-in is off: everyone here is the owner.':
		'La connexion est désactivée : ici, tout le monde est propriétaire.',
	'There is somebody of that name.': 'Quelqu’un porte déjà ce nom.',
	'There are too many people: remove one first.': 'Il y a trop de personnes : retirez-en une d’abord.',
	'The owner of the machine has no password.': 'Le propriétaire de la machine n’a pas de mot de passe.',
	'There is nobody of that id.': 'Il n’y a personne de cet identifiant.',
	'That is you: another owner has to do it.': 'C’est vous : un autre propriétaire doit le faire.',
	'Name and password do not fit.': 'Le nom et le mot de passe ne correspondent pas.',
	'A password has {0} characters or more.': 'Un mot de passe compte au moins {0} caractères.',
	'A password has {0} characters at most.': 'Un mot de passe compte au plus {0} caractères.',
	'This password is among the first that are guessed.':
		'Ce mot de passe est parmi les premiers que l’on devine.',
	'This code has been used or has expired. Make a new one.':
		'Ce code a servi ou a expiré. Faites-en un nouveau.',
	'This code is not known.': 'Ce code est inconnu.',
	'A name is needed.': 'Il faut un nom.',
	'A name is needed; machine and user are texts or null.': 'Il faut un nom.',
	'There is none of that name.': 'Il n’y en a pas de ce nom.',
	'Sign-in is off: there is nothing to pair.': 'La connexion est désactivée : il n’y a rien à associer.',
	'There is no such device.': 'Cet appareil n’existe pas.',
	'There is no such token.': 'Ce jeton n’existe pas.',
	'There is no such channel.': 'Ce canal n’existe pas.',
	'There is no such alert.': 'Cette alerte n’existe pas.',
	'There is no such signal.': 'Ce signal n’existe pas.',
	'There are too many devices: remove one first.': 'Il y a trop d’appareils : retirez-en un d’abord.',
	'There are too many tokens: revoke one first.': 'Il y a trop de jetons : révoquez-en un d’abord.',
	'There are too many channels: remove one first.': 'Il y a trop de canaux : retirez-en un d’abord.',
	'There are too many budgets.': 'Il y a trop de budgets.',
	'There are too many of these.': 'Il y en a trop.',
	"This device's clock is ahead by more than a day. Set it right.":
		'L’horloge de cet appareil avance de plus d’un jour. Réglez-la.',
	'This is sample data: no real files are mixed in.':
		'Ce sont des données d’exemple : aucun fichier réel n’y est mêlé.',
	'Data are being deleted already.': 'Une suppression est déjà en cours.',
	'TIDEMARK_RETENTION_DAYS decides this.': 'C’est TIDEMARK_RETENTION_DAYS qui en décide.',
	'A backup is being made already.': 'Une sauvegarde est déjà en cours.',
	'The backup could not be made.': 'La sauvegarde n’a pas pu être faite.',
	'The backup could not be written: {0}': 'La sauvegarde n’a pas pu être écrite : {0}',
	'A channel needs a name.': 'Un canal doit avoir un nom.',
	'The address is not of the form https://host/path on a public host. Hosts of your own network are declared in TIDEMARK_CHANNEL_HOSTS.':
		'L’adresse n’est pas de la forme https://hôte/chemin sur un hôte public. Les hôtes de votre réseau se déclarent dans TIDEMARK_CHANNEL_HOSTS.',
	'The address of an ntfy topic is https://server/topic.':
		'L’adresse d’un sujet ntfy est https://serveur/sujet.',
	'A webhook is signed: its secret is "whsec_" and the base64 of at least {0} bytes.':
		'Un webhook est signé : son secret est « whsec_ » suivi du base64 d’au moins {0} octets.',
	'With another address the secret has to be given again.':
		'Avec une autre adresse, il faut redonner le secret.',
	'A secret has visible ASCII characters without spaces.':
		'Un secret se compose de caractères ASCII visibles, sans espaces.',
	'That time zone is not known.': 'Ce fuseau horaire est inconnu.',
	'The push address is not of the form https://host/path.':
		'L’adresse push n’est pas de la forme https://hôte/chemin.',
	'The push service is not one of those known. Others are declared in TIDEMARK_PUSH_HOSTS.':
		'Ce service push n’est pas de ceux connus. Les autres se déclarent dans TIDEMARK_PUSH_HOSTS.',
	"The relay's push keys are not usable: see its log.":
		'Les clés push du relais sont inutilisables : voyez son journal.',
	'The device is subscribed.': 'L’appareil est abonné.',
	'The device is not subscribed any more.': 'L’appareil n’est plus abonné.',
	'The push service is a known one.': 'Le service push est connu.',
	'The message is encrypted for this device.': 'Le message est chiffré pour cet appareil.',
	"The message could not be encrypted with the device's keys.":
		'Le message n’a pas pu être chiffré avec les clés de l’appareil.',
	'The push service answered.': 'Le service push a répondu.',
	'The subscription has ended ({0}): subscribe the device again.':
		'L’abonnement a pris fin ({0}) : réabonnez l’appareil.',
	"The push service does not accept this relay's key ({0}): subscribe the device again.":
		'Le service push n’accepte pas la clé de ce relais ({0}) : réabonnez l’appareil.',
	'The {0} took it ({1}).': 'Accepté par le {0} ({1}).',
	'The {0} asks to wait ({1}).': 'Le {0} demande d’attendre ({1}).',
	'The {0} refused it ({1}).': 'Refusé par le {0} ({1}).',
	'The {0} could not be reached.': 'Le {0} est injoignable.',
	'The {0} could not be reached ({1}).': 'Le {0} est injoignable ({1}).',
	'push service': 'service push',
	service: 'service',
	'The name leads to an address that is not public.': 'Le nom mène à une adresse qui n’est pas publique.',
	'The connection came to an address that is not public.':
		'La connexion a abouti à une adresse qui n’est pas publique.',
	'The channel is kept.': 'Le canal est enregistré.',
	'The channel is gone.': 'Le canal n’existe plus.',
	'The address is one that may be sent to.': 'L’adresse est de celles où l’on peut envoyer.',
	'The service answered.': 'Le service a répondu.',
	'Events are not being stored: {0}.': 'Les événements ne sont pas enregistrés : {0}.',
	'the disk is full': 'le disque est plein',
	'the disk reported an error': 'le disque a signalé une erreur',
	'the database is locked by another program': 'la base de données est verrouillée par un autre programme',
	'the database cannot be written (read-only)': 'la base de données n’est pas modifiable (lecture seule)',
	'the database is damaged': 'la base de données est endommagée',
	'{0} cannot be reached: {1}.': '{0} est injoignable : {1}.',
	'{0} did not answer within {1} s.': '{0} n’a pas répondu en {1} s.',
	'{0} did not answer with JSON: is this its address?':
		'{0} n’a pas répondu en JSON : est-ce la bonne adresse ?',
	'nothing listens there': 'rien n’y écoute',
	'it ended the connection': 'il a fermé la connexion',
	'its name is not known': 'son nom est inconnu',
	'its name cannot be looked up now': 'son nom ne peut être résolu pour l’instant',
	'there is no way to it': 'aucune route n’y mène',
	'no connection in time': 'pas de connexion à temps',
	'its certificate has expired': 'son certificat a expiré',
	'its certificate is for another name': 'son certificat est pour un autre nom',
	'its certificate is self-signed (see NODE_EXTRA_CA_CERTS)':
		'son certificat est auto-signé (voir NODE_EXTRA_CA_CERTS)',
	'its certificate is of an unknown authority (see NODE_EXTRA_CA_CERTS)':
		'son certificat vient d’une autorité inconnue (voir NODE_EXTRA_CA_CERTS)',
	'Loki has no live connection to spare: it is asked again and again instead.':
		'Loki n’a plus de connexion en direct : il est interrogé à intervalles.',
	'New lines are found by looking again and again ({0}).':
		'Les nouvelles lignes sont cherchées à intervalles ({0}).',
	'There are more folders than are watched: some are looked at now and then.':
		'Il y a plus de dossiers qu’on n’en surveille : certains sont relus de temps en temps.',
	'Transcripts are no longer read: {0}. Start Tidemark again.':
		'Les transcriptions ne sont plus lues : {0}. Redémarrez Tidemark.'
};
