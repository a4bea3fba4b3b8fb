/** Every page that needs nothing in its address. */
export const PAGES = [
	'/',
	'/sessions',
	'/sessions/compare',
	'/live',
	'/search',
	'/tools',
	'/performance',
	'/productivity',
	'/skills',
	'/accuracy',
	'/budgets',
	'/alerts',
	'/statement',
	'/import',
	'/doctor',
	'/settings',
	'/settings/data'
];
