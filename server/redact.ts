// Secrets of known shape are taken out of what people and tools wrote, before anything is stored or sent to a device.
// The shapes are secretlint's recommended rules. They are run here by hand, not by its core: that answers only through
// promises, and obeys comments in the text itself ("secretlint-disable").
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintRuleContext, SecretLintSourceCode } from '@secretlint/types';
import { changeContent } from '#lib/domain/content.ts';
import type { DomainEvent, Source } from '#lib/domain/event.ts';
import { redactionMark } from '#lib/domain/redaction.ts';

export interface Redactor {
	/** The same events where nothing was found in them. */
	redact(events: readonly DomainEvent[]): readonly DomainEvent[];
	/** Secrets taken out in this run, by where they came from. */
	readonly counts: Readonly<Partial<Record<Source, number>>>;
}

export interface Redacted {
	text: string;
	found: number;
}

/** Nothing shorter is a secret by any of the rules. */
const MIN_LENGTH = 16;
/** What a replacement uncovers is looked at again; each round leaves less to find. */
const MAX_ROUNDS = 8;

const OPTIONS: Record<string, object> = {
	// Key ids are off by default there. It reports account numbers as well, which are no secrets.
	'@secretlint/secretlint-rule-aws': { enableIDScanRule: true }
};
const NO_SECRETS = new Set(['AWSAccountID']);

export function createRedactor(): Redactor {
	const counts: Partial<Record<Source, number>> = {};
	return {
		redact(events) {
			let changed: DomainEvent[] | null = null;
			for (const [index, event] of events.entries()) {
				let found = 0;
				const clean = changeContent(event, (text) => {
					const result = redactText(text);
					found += result.found;
					return result.text;
				});
				if (found === 0) continue;
				counts[event.source] = (counts[event.source] ?? 0) + found;
				changed ??= [...events];
				changed[index] = clean;
			}
			return changed ?? events;
		},
		counts
	};
}

/** Redacting twice is redacting once. What was JSON remains JSON. */
export function redactText(text: string): Redacted {
	const plain = redactPlain(text);
	// Inside JSON, quotes and line ends are escaped: that hides some secrets from the rules, and makes others end late.
	if ((plain.found === 0 && !text.includes('\\')) || !/^\s*[{[]/.test(text)) return plain;
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return plain;
	}
	let found = 0;
	const clean = mapStrings(parsed, (inner, key) => {
		// As it stands in the text, where nothing was found.
		if (plain.found === 0 && !/["\\\n\r\t]/.test(inner)) return inner;
		const result = redactValue(inner, key);
		found += result.found;
		return result.text;
	});
	return found === 0 ? { text, found } : { text: JSON.stringify(clean), found };
}

/** Some secrets are known by the name before them only. */
function redactValue(value: string, name: string): Redacted {
	const prefix = `${name}=`;
	const named = redactPlain(prefix + value);
	return named.text.startsWith(prefix)
		? { text: named.text.slice(prefix.length), found: named.found }
		: redactPlain(value);
}

function redactPlain(text: string): Redacted {
	if (text.length < MIN_LENGTH) return { text, found: 0 };
	let clean = text;
	let found = 0;
	for (let round = 0; round < MAX_ROUNDS; round++) {
		const before = clean;
		for (const { secret, mark } of findSecrets(clean)) {
			// One found before may have held this one.
			const parts = clean.split(secret);
			clean = parts.join(mark);
			found += parts.length - 1;
		}
		if (clean === before) break;
	}
	return { text: clean, found };
}

interface Finding {
	secret: string;
	mark: string;
}

/** What the rules report while `findSecrets` runs. */
let findings: Finding[] = [];
let content = '';

const context: SecretLintRuleContext = {
	sharedOptions: {},
	createTranslator: () => (messageId, data) => ({
		message: String(messageId),
		messageId: String(messageId),
		data
	}),
	report({ message, range }) {
		if (NO_SECRETS.has(message.messageId)) return;
		const mark = redactionMark(message.messageId);
		// A report's range is not always that of the secret (that of an AWS secret starts at the key's name); what the
		// message quotes is.
		const quoted = Object.values(message.data ?? {}).filter(
			(value): value is string => typeof value === 'string' && value !== '' && content.includes(value)
		);
		const secrets = quoted.length > 0 ? quoted : [content.slice(range[0], range[1])];
		for (const secret of secrets) findings.push({ secret, mark });
	},
	ignore: () => undefined
};

const scanners = rules
	.filter(({ meta }) => meta.type === 'scanner' && !meta.id.endsWith('filter-comments'))
	.map((rule) => rule.create(context, OPTIONS[rule.meta.id] ?? {}));

/** Longest first: one that holds another is replaced whole. */
function findSecrets(text: string): Finding[] {
	findings = [];
	content = text;
	const source = { content: text, ext: '', contentType: 'text' } as unknown as SecretLintSourceCode;
	for (const scanner of scanners) scanner.file?.(source);
	content = '';
	return findings.sort((a, b) => b.secret.length - a.secret.length);
}

/** `key`: the name of the property a text is the value of. Names are texts of their own. */
function mapStrings(value: unknown, change: (text: string, key: string) => string, key = ''): unknown {
	if (typeof value === 'string') return change(value, key);
	if (Array.isArray(value)) return value.map((inner) => mapStrings(inner, change, key));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [change(name, ''), mapStrings(inner, change, name)])
	);
}
