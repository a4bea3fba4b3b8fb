// What this relay is: its version, and whether it runs as an installed package or in a checkout.
import { readFileSync } from 'node:fs';

const about = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
	version: string;
	packaged?: boolean;
};

export const VERSION: string = about.version;

/** It runs as an installed package. */
export const PACKAGED: boolean = about.packaged === true;
