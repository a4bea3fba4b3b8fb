// What stops the start when the environment says something that cannot be used.

/** The message names the variable, and holds no secret. */
export class ConfigError extends Error {
	override name = 'ConfigError';
}
