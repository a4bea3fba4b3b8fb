// How this program is called where it runs. `npx tidemark` would do only where a project has it installed: anywhere else npx
// would fetch whatever a registry has under that name.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, sep } from 'node:path';
import { commandsOf } from '#lib/domain/commands.ts';
import { PACKAGED } from './version.ts';

/** The installed program's own file, after links. */
const ENTRY = realpathSync(new URL('./cli/', import.meta.url));

/**
 * As a person types it: `npx ./tidemark-0.1.0.tgz` where npx runs that file, `tidemark` where it is on the path; else with
 * `--no`, which never fetches. Without folders, for pages show it. `entry`: where the program lies.
 */
export function programName(entry: string, path: string): string {
	const file = packedFile(entry);
	if (file !== null) return `npx ./${file}`;
	const folders = path.split(delimiter).filter((folder) => folder !== '' && !folder.includes('node_modules'));
	return folders.some((folder) => holds(folder, entry)) ? 'tidemark' : 'npx --no tidemark';
}

/** The file that npx was given; `null`: none, or none it tells of. */
function packedFile(entry: string): string | null {
	const [cache, inside] = entry.split(`${sep}_npx${sep}`);
	const key = inside?.split(sep, 1)[0];
	if (key === undefined) return null;
	const about = join(cache!, '_npx', key, 'package.json');
	if (!existsSync(about)) return null;
	const { dependencies } = JSON.parse(readFileSync(about, 'utf8')) as {
		dependencies?: Record<string, string>;
	};
	const from = dependencies?.tidemark;
	return from?.startsWith('file:') ? basename(from.slice(5)) : null;
}

/** The folder's `tidemark` is this program. */
function holds(folder: string, entry: string): boolean {
	const command = join(folder, 'tidemark');
	return existsSync(command) && dirname(realpathSync(command)) === entry;
}

/** `null`: a checkout, where npm scripts are typed. */
export const PROGRAM: string | null = PACKAGED ? programName(ENTRY, process.env.PATH ?? '') : null;

/** The text with its commands as they are typed here. */
export const typed = (text: string): string => commandsOf(PROGRAM, text);
