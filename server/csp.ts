// The Content-Security-Policy of pages, as a header: what the built pages state of themselves (SvelteKit writes it with
// the hashes of their inline scripts), joined, and no framing, which a page cannot forbid for itself.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Directives = Map<string, Set<string>>;

/** For a build that states no policy. */
const FALLBACK: Readonly<Record<string, string>> = {
	'script-src': "'self'",
	'style-src': "'self'",
	'img-src': "'self' data:",
	'font-src': "'self'",
	'connect-src': "'self'",
	'worker-src': "'self'",
	'manifest-src': "'self'"
};

/** The header for a build in `dir`. Reads its pages once. */
export function readPolicy(dir: string): string {
	return policyOf(
		['prerendered', 'client']
			.flatMap((part) => htmlFiles(join(dir, part)))
			.map((file) => readFileSync(file, 'utf8'))
	);
}

/** The header for these pages: the union of what they need. */
export function policyOf(pages: readonly string[]): string {
	const directives: Directives = new Map();
	for (const page of pages) {
		for (const [name, sources] of statedPolicy(page)) {
			for (const source of sources) add(directives, name, source);
		}
	}
	if (directives.size === 0) {
		for (const [name, sources] of Object.entries(FALLBACK))
			for (const source of sources.split(' ')) add(directives, name, source);
	}
	for (const page of pages) for (const hash of inlineScriptHashes(page)) add(directives, 'script-src', hash);
	for (const name of ['default-src', 'frame-ancestors', 'base-uri', 'form-action', 'object-src']) {
		directives.set(name, new Set(["'none'"]));
	}
	return [...directives].map(([name, sources]) => `${name} ${[...sources].join(' ')}`).join('; ');
}

/** A policy a page stated in its header, with what a page leaves out. */
export function forbidFrames(policy: string): string {
	return policy.includes('frame-ancestors') ? policy : `${policy}; frame-ancestors 'none'; object-src 'none'`;
}

function add(directives: Directives, name: string, source: string): void {
	const sources = directives.get(name) ?? new Set<string>();
	directives.set(name, sources.add(source));
}

function statedPolicy(page: string): [string, string[]][] {
	const meta = /<meta\s+http-equiv="content-security-policy"\s+content="([^"]*)"/i.exec(page)?.[1];
	return (meta ?? '')
		.replaceAll('&#39;', "'")
		.replaceAll('&quot;', '"')
		.split(';')
		.map((part) => part.trim().split(/\s+/))
		.filter((words) => words[0] !== '' && words.length > 1)
		.map(([name, ...sources]) => [name!.toLowerCase(), sources]);
}

function inlineScriptHashes(page: string): string[] {
	return [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)]
		.filter((match) => match[1] !== '')
		.map((match) => `'sha256-${createHash('sha256').update(match[1]!, 'utf8').digest('base64')}'`);
}

function htmlFiles(dir: string): string[] {
	if (!existsSync(dir)) return [];
	return readdirSync(dir, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.html'))
		.map((name) => join(dir, name));
}
