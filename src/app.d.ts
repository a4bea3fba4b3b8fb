// Kit's ambient types. Nothing is added to them: data come from the worker, not from load functions.
declare global {
	namespace App {}
}

export {};
