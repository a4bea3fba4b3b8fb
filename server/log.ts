// The relay's own log: one line each, to standard error. It is given sentences, never bodies, query strings or tokens.
export type Level = 'error' | 'warn' | 'info' | 'debug';

export interface Log {
	error(message: string): void;
	warn(message: string): void;
	info(message: string): void;
	debug(message: string): void;
}

const LEVELS: readonly Level[] = ['error', 'warn', 'info', 'debug'];

/** Lines of `level` and graver go to `write`, which is given them without a line end. */
export function createLog(level: Level, write: (line: string) => void = (line) => console.error(line)): Log {
	const shown = LEVELS.indexOf(level);
	const at = (own: Level) => (message: string) => {
		if (LEVELS.indexOf(own) <= shown) write(`${own.padEnd(5)} ${oneLine(message)}`);
	};
	return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

/** Control characters would let a message forge further lines or speak to the terminal. */
function oneLine(message: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
	return message.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 2000);
}
