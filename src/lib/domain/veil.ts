// What must not be read over a shoulder, replaced in everything the page is told. Names become marks that tell one from
// another and can be turned back, so that filters and links go on working; texts become one mark. Money, times, counts,
// models and tools stay. One table of field names, used at the one place where answers reach the page.

export const VEILED_TEXT = '•••••';

/** Who and where. Also as lists, and as what a record counts by. */
const NAMES = new Set([
	'project',
	'branch',
	'profile',
	'machine',
	'user',
	'email',
	'account',
	'userId',
	'configFolder',
	'tokenMachine',
	'host',
	'relayHost',
	'repository',
	'folder',
	'headBranch',
	'dataDir'
]);
/** Lists of choices of such names. */
const CHOICES = new Set(['projects', 'branches', 'profiles', 'machines', 'users']);
/** What people and tools wrote. */
const TEXTS = new Set([
	'title',
	'text',
	'firstPrompt',
	'error',
	'input',
	'parameters',
	'command',
	'commandName',
	'detail',
	'more',
	'attributes'
]);
const PATH = /(?:~|\/|[A-Za-z]:\\)[^\s'"`]*[\\/][^\s'"`]*/g;

type Json = unknown;

export interface VeilMemory {
	read(): [mark: string, name: string][];
	write(marks: [mark: string, name: string][]): void;
}

export class Veil {
	#markOf = new Map<string, string>();
	#nameOf = new Map<string, string>();
	#memory: VeilMemory;

	constructor(memory: VeilMemory) {
		this.#memory = memory;
		for (const [mark, name] of memory.read()) this.#know(mark, name);
	}

	/** An answer as it may be shown; a copy. */
	hide<T>(value: T): T {
		return this.#veiled(value, null) as T;
	}

	/** Paths in sentences. */
	hidePaths<T>(value: T): T {
		return mapTexts(value, (text) => text.replace(PATH, VEILED_TEXT)) as T;
	}

	/** A question with the names its marks stand for. */
	reveal<T>(value: T): T {
		return mapTexts(value, (text) => this.#nameOf.get(text) ?? text) as T;
	}

	#veiled(value: Json, key: string | null): Json {
		if (typeof value === 'string') {
			if (key !== null && NAMES.has(key)) return this.#mark(value);
			// Events without a session are gathered by person and day.
			if (value.startsWith('none:')) return this.#mark(value, 'none:');
			return key !== null && TEXTS.has(key) && value !== '' ? VEILED_TEXT : value;
		}
		if (Array.isArray(value)) return value.map((inner) => this.#veiledItem(inner, key));
		if (value === null || typeof value !== 'object' || !isPlain(value)) return value;
		if (key === 'more' || key === 'attributes') return mapTexts(value, () => VEILED_TEXT);
		return this.#veiledRecord(value as Record<string, Json>);
	}

	#veiledItem(item: Json, key: string | null): Json {
		// A facet: value and count.
		if (key !== null && NAMES.has(key) && Array.isArray(item))
			return item.map((part) => (typeof part === 'string' ? this.#mark(part) : part));
		if (key !== null && CHOICES.has(key)) {
			if (typeof item === 'string') return this.#mark(item);
			const { label, values } = item as { label: string; values: string[] };
			return {
				...(item as object),
				label: this.#mark(label),
				values: values.map((one) => this.#mark(one))
			};
		}
		return this.#veiled(item, key);
	}

	#veiledRecord(record: Record<string, Json>): Json {
		const named = typeof record.dimension === 'string' && typeof record.value === 'string';
		return Object.fromEntries(
			Object.entries(record).map(([name, inner]) => [
				name.startsWith('none:') ? this.#mark(name, 'none:') : name,
				named && (name === 'value' || name === 'name') && typeof inner === 'string'
					? this.#mark(inner)
					: this.#veiled(inner, name)
			])
		);
	}

	/** '' is unknown and `~…` a word of ours. */
	#mark(name: string, prefix = ''): string {
		if (name === '' || name.startsWith('~') || this.#nameOf.has(name)) return name;
		const known = this.#markOf.get(name);
		if (known !== undefined) return known;
		const mark = `${prefix}${VEILED_TEXT} ${this.#markOf.size + 1}`;
		this.#know(mark, name);
		this.#memory.write([...this.#nameOf]);
		return mark;
	}

	#know(mark: string, name: string): void {
		this.#markOf.set(name, mark);
		this.#nameOf.set(mark, name);
	}
}

/** Blobs and the like pass as they are. */
function isPlain(value: object): boolean {
	const prototype = Object.getPrototypeOf(value) as unknown;
	return prototype === Object.prototype || prototype === null;
}

function mapTexts(value: Json, change: (text: string) => string): Json {
	if (typeof value === 'string') return change(value);
	if (Array.isArray(value)) return value.map((inner) => mapTexts(inner, change));
	if (value === null || typeof value !== 'object' || !isPlain(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)]));
}
