// Sentences on importing files, in French. Part of `fr.ts`.
import type { importEn } from './import-en.ts';
import { pluralFr } from './plural-fr.ts';

export const importFr: typeof importEn = {
	title: 'Importer',
	lead: 'Déposez des transcriptions, un dossier ou un export d’événements n’importe où dans l’application. Rien n’est compté deux fois, quoi que vous déposiez et autant de fois que vous voulez.',
	where:
		'Claude Code garde ses transcriptions dans ~/.claude/projects. Ce dossier est caché : dans la fenêtre, appuyez sur Ctrl+H (⌘⇧. sur Mac) ou saisissez son chemin.',
	own: 'Celles de la machine où tourne Tidemark sont lues sans qu’il faille les importer.',
	folder: 'Choisir un dossier',
	files: 'Choisir des fichiers',
	choose: 'Des fichiers ou un dossier',
	another: 'Importer autre chose',
	pickFailed: (detail) => `Ouverture impossible : ${detail}`,
	content: {
		off: 'Le texte des prompts et les entrées des outils ne sont pas gardés ; TIDEMARK_TRANSCRIPT_CONTENT=on les garde.',
		on: 'Le texte des prompts et les entrées des outils sont gardés (TIDEMARK_TRANSCRIPT_CONTENT=on).'
	},
	shared: {
		title: 'Fichiers remis à Tidemark',
		lead: (n, text) =>
			`${pluralFr(n, text, 'fichier partagé', 'fichiers partagés')} avec cette application, à lire :`,
		more: (text) => `et ${text} de plus`,
		accept: 'Les importer',
		discard: 'Ignorer'
	},
	phases: {
		finding: 'Recherche des fichiers',
		asking: 'Demande au relais',
		reading: 'Lecture',
		waiting: 'En attente du relais',
		done: 'Importé',
		stopped: 'Arrêté',
		failed: 'Non importé',
		offline: 'Le relais est injoignable',
		demo: 'Non importé'
	},
	found: (n, text) => `${pluralFr(n, text, 'fichier', 'fichiers')} pour l’instant`,
	progress: 'Octets lus',
	filesOf: (done, total) => `${done} fichiers sur ${total}`,
	bytesOf: (done, total) => `${done} sur ${total}`,
	rate: (bytes) => `${bytes}/s`,
	left: (duration) => `encore ${duration}`,
	cancel: 'Annuler',
	tryNow: 'Réessayer maintenant',
	waitingNote: (detail) =>
		`${detail} Ce qui a été lu reste dans cet onglet et sera envoyé dès que le relais répondra : laissez-le ouvert.`,
	offlineNote:
		'Les fichiers sont lus quand le relais répond, car c’est lui qui tient le journal. Démarrez-le, puis réessayez.',
	demoNote:
		'Ce sont des données d’exemple : de vrais fichiers n’y sont pas mêlés. Arrêtez la démo et lancez npm start.',
	stoppedNote:
		'Ce qui avait été envoyé est gardé. Importez la même chose à tout moment pour obtenir le reste.',
	failedNote: (detail) => `${detail} Ce qui avait été envoyé est gardé.`,
	nothing: 'Aucune transcription ni aucun export parmi ces fichiers.',
	report: {
		files: 'Fichiers lus',
		size: 'Taille',
		accepted: 'Événements nouveaux ou complétés',
		duplicates: 'Déjà connus',
		passed: 'Enregistrements sans intérêt',
		tooOld: 'Plus anciens que ce qui est gardé',
		skipped: 'Fichiers non lus',
		problems: 'Lignes non lues',
		why: 'Raison',
		count: 'Nombre',
		examples: 'Par exemple',
		none: 'Tous les fichiers et toutes les lignes ont pu être lus.'
	},
	skips: {
		'other-kind': 'Ni transcription ni export (*.jsonl)',
		backup: 'Une sauvegarde : arrêtez Tidemark et lancez npm run restore -- FICHIER',
		journal: 'Une base de Tidemark : faites-en une sauvegarde sur place, puis restaurez-la',
		'not-events': 'Des lignes JSON d’autre chose',
		empty: 'Vide',
		unreadable: 'Lecture impossible : déplacé, modifié ou interdit entre-temps'
	},
	reasons: {
		'too long': 'Plus de 8 Mo',
		'no UTF-8': 'Octets qui ne sont pas de l’UTF-8, lus avec une marque à leur place',
		unfinished: 'La dernière ligne est inachevée',
		'line is not JSON': 'Pas du JSON',
		'line is not a record': 'Pas un enregistrement',
		'no time': 'Sans heure',
		'time before 2020': 'Une date antérieure à 2020',
		'time more than a day ahead': 'Plus d’un jour dans le futur',
		'response without an id': 'Une réponse sans identifiant',
		'tool result without an id': 'Un résultat d’outil sans identifiant',
		'invalid usage': 'Des nombres de tokens qui n’en sont pas',
		'not an event': 'Pas un événement',
		'not an allowed source': 'D’une source qui ne s’importe pas',
		'a transcript with a cost of its own': 'Une transcription qui indique un coût',
		'not the id of such an event': 'Un identifiant qui n’est pas celui de l’événement'
	},
	invalid: (field) => `Pas une valeur de ${field}`
};
