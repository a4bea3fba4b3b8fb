// Sentences on taking data out as files, in French. Part of `fr.ts`.
import type { exportEn } from './export-en.ts';

export const exportFr: typeof exportEn = {
	action: 'Exporter en CSV',
	actionJson: 'Exporter en JSON Lines',
	what: 'Que faut-il exporter',
	kinds: {
		sessions: 'Sessions',
		days: 'Jours par modèle',
		prompts: 'Prompts',
		requests: 'Requêtes',
		events: 'Événements',
		jsonl: 'Événements complets (JSON Lines)'
	},
	running: 'Écriture du fichier…',
	stop: 'Arrêter',
	stopped: 'Export arrêté, aucun fichier n’a été créé.',
	progress: 'Progression de l’export',
	sofar: (rows) => `${rows} lignes pour l’instant`,
	done: (rows, name) => `${rows} lignes dans ${name}.`,
	incomplete: 'Cet appareil n’a pas encore tous les événements passés : le fichier contient ceux qu’il a.',
	failed: (detail) => `Le fichier n’a pas pu être écrit : ${detail}`
};
