// The relay's own certificate, where no proxy has one for it.
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ConfigError } from './config-error.ts';

export interface TlsPair {
	cert: Buffer;
	key: Buffer;
}

/** Throws ConfigError with the file's name. */
export function readTls(files: { cert: string; key: string }): TlsPair {
	const read = (name: string, path: string) => {
		try {
			return readFileSync(path);
		} catch (error) {
			throw new ConfigError(`${name}=${path} cannot be read: ${(error as Error).message}.`);
		}
	};
	const pair = {
		cert: read('TIDEMARK_TLS_CERT', files.cert),
		key: read('TIDEMARK_TLS_KEY', files.key)
	};
	try {
		createSecureContext(pair);
	} catch (error) {
		throw new ConfigError(
			`TIDEMARK_TLS_CERT and TIDEMARK_TLS_KEY are no pair in PEM form: ${(error as Error).message}.`
		);
	}
	return pair;
}
