// The Claude configuration folders of this user: where `settings.json` lies, one for each profile.
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

export interface Profile {
	/** What a person calls it: the folder's name. */
	name: string;
	folder: string;
	/** Its settings file, there or not. */
	settings: string;
	/** `CLAUDE_CONFIG_DIR` names it: what `claude` started here reads. */
	current: boolean;
}

export interface ProfilePlaces {
	/** Of the configuration: where Claude Code keeps things unless told otherwise, and what CLAUDE_CONFIG_DIR names. */
	usual: string[];
	/** CLAUDE_CONFIG_DIR as given. */
	given: string | undefined;
	home: string;
}

/** Those that exist; where none does, the one Claude Code would make. */
export async function findProfiles({ usual, given, home }: ProfilePlaces): Promise<Profile[]> {
	const named = (given ?? '').split(',').filter((folder) => folder !== '');
	const folders = [...usual, ...(await besideDefault(home))];
	const profiles: Profile[] = [];
	const seen = new Set<string>();
	for (const folder of folders) {
		const identity = await identityOf(folder);
		const current = named.includes(folder);
		if ((identity === null && !current) || seen.has(identity ?? folder)) continue;
		seen.add(identity ?? folder);
		profiles.push(profileOf(folder, current));
	}
	return profiles.length > 0 ? profiles : [profileOf(usual[0] ?? join(home, '.claude'), false)];
}

export function profileOf(folder: string, current: boolean): Profile {
	const path = resolve(folder);
	return { name: basename(path), folder: path, settings: join(path, 'settings.json'), current };
}

/** Whether a profile is what a person named: by its folder's name, that without `.claude-`, or its path. */
export function isCalled(profile: Profile, name: string): boolean {
	const short = profile.name.replace(/^\.?claude[-_.]?/, '') || 'default';
	return [profile.name, profile.name.replace(/^\./, ''), short].includes(name);
}

/** Profiles people make beside the usual folder: `~/.claude-work` for CLAUDE_CONFIG_DIR. */
async function besideDefault(home: string): Promise<string[]> {
	let names: string[];
	try {
		names = await readdir(home);
	} catch {
		return []; // A home that cannot be read has no profiles to offer; the usual folders are looked at by name.
	}
	return names
		.filter((name) => /^\.claude[-_.][^/]+$/.test(name) && !name.endsWith('.json'))
		.sort()
		.map((name) => join(home, name));
}

/** Device and inode of a folder that belongs to this user; `null` for anything else. */
async function identityOf(folder: string): Promise<string | null> {
	try {
		const stats = await stat(folder);
		const own = process.getuid === undefined || stats.uid === process.getuid();
		return stats.isDirectory() && own ? `${stats.dev}:${stats.ino}` : null;
	} catch {
		return null; // Not there, or not ours to see: no profile of this user.
	}
}
