// Secrets are taken out of texts before anything is stored: every shape, every text field, every source; once is enough.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DomainEvent, Source } from '#lib/domain/event.ts';
import { observe, resolve } from '#lib/domain/merge.ts';
import { createRedactor, redactText } from '#server/redact.ts';
import { makeEvent, randomEvents } from '../support/make-event.ts';
import { fakeSecrets } from '../support/secrets.ts';

const SECRETS = fakeSecrets(7);
const clean = (events: DomainEvent[]) => createRedactor().redact(events);

describe('a text', () => {
	test.each(SECRETS)('loses $mark, and nothing around it', ({ mark, secret, within }) => {
		const text = `before ${within(secret)} after`;
		const result = redactText(text);
		expect(result).toEqual({ text: text.replace(secret, mark), found: 1 });
	});
	test.each(SECRETS)('of JSON loses $mark and stays JSON', ({ mark, secret, within }) => {
		const command = `cd "/a b" && ${within(secret)}\n`;
		const result = redactText(JSON.stringify({ bash_command: 'cd', full_command: command }));
		expect(JSON.parse(result.text)).toEqual({
			bash_command: 'cd',
			full_command: command.replace(secret, mark)
		});
	});
	test('of JSON loses a secret that only its name tells', () => {
		const { secret, mark } = SECRETS.find(({ mark }) => mark.includes('secret-access'))!;
		expect(redactText(JSON.stringify({ env: { AWS_SECRET_ACCESS_KEY: secret } })).text).toBe(
			JSON.stringify({ env: { AWS_SECRET_ACCESS_KEY: mark } })
		);
	});
	test.each([
		'git commit -m "Fix the AKIA parser" && npm test',
		'curl https://user@example.com/path?token=abc',
		'Use a token like ghp_xxx or sk-ant-… here',
		'0123456789abcdef0123456789abcdef01234567',
		'{"a":"\\n"}',
		'[redacted: github-token]',
		''
	])('without any is left alone: %s', (text) => {
		expect(redactText(text)).toEqual({ text, found: 0 });
	});
	test('cannot switch the rules off by a comment in it', () => {
		const { secret, mark } = SECRETS.find(({ mark }) => mark.includes('github'))!;
		expect(redactText(`// secretlint-disable\n${secret}`).text).toBe(`// secretlint-disable\n${mark}`);
	});
	test('redacted twice is as redacted once, whatever stands beside whatever', () => {
		const part = fc.oneof(
			fc.constantFrom(
				...SECRETS.map(({ secret, within }) => within(secret)),
				...SECRETS.map(({ secret }) => secret)
			),
			fc.constantFrom(
				'"',
				'\\"',
				'\n',
				'=',
				':',
				' ',
				'@',
				'/',
				'AWS_SECRET_ACCESS_KEY=',
				'postgres://u:',
				'[redacted: x]'
			),
			fc.string({ maxLength: 12 })
		);
		fc.assert(
			fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), fc.boolean(), (parts, json) => {
				const text = json ? JSON.stringify({ full_command: parts.join('') }) : parts.join('');
				const once = redactText(text);
				expect(redactText(once.text)).toEqual({ text: once.text, found: 0 });
				if (json) JSON.parse(once.text);
			}),
			{ seed: 3, numRuns: 1500 }
		);
	});
});

/** Every field of content, by the event it is in. */
function contentEvents(text: string, source: Source): DomainEvent[] {
	const more = { more: { 'an.attribute': text }, source };
	return [
		makeEvent({ name: 'user_prompt', text, ...more }),
		makeEvent({ name: 'assistant_response', text, source }),
		makeEvent({ name: 'api_error', error: text, source }),
		makeEvent({ name: 'api_retries_exhausted', error: text, source }),
		makeEvent({ name: 'tool_decision', parameters: JSON.stringify({ command: text }), source }),
		makeEvent({
			name: 'tool_result',
			input: JSON.stringify({ command: text }),
			parameters: JSON.stringify({ text }),
			error: text,
			source
		}),
		makeEvent({ name: 'compaction', error: text, source }),
		makeEvent({ name: 'mcp_server_connection', error: text, source }),
		makeEvent({ name: 'session_info', title: text, source }),
		makeEvent({ name: 'other', otherName: 'new_thing', attributes: { body: text }, source })
	];
}

describe('an event', () => {
	const { secret, mark } = SECRETS[0]!;

	test.each(['otlp', 'loki', 'transcript', 'prometheus', 'demo'] as Source[])(
		'by %s loses secrets from every text, keeps its id, and is counted',
		(source) => {
			const redactor = createRedactor();
			const before = contentEvents(`run ${secret}`, source);
			const after = redactor.redact(before);
			expect(JSON.stringify(after)).not.toContain(secret);
			expect(JSON.stringify(after).split(mark)).toHaveLength(14);
			expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
			expect(redactor.counts).toEqual({ [source]: 13 });
			expect(JSON.stringify(before)).toContain(secret);
		}
	);
	test('without secrets is the same object, in the same list', () => {
		const events = [...randomEvents(5, 500)];
		expect(clean(events)).toBe(events);
	});
	test('redacted and not, observed in any order: the redacted one stays', () => {
		for (const event of contentEvents(`run ${secret}`, 'otlp')) {
			const [redacted] = clean([event]);
			const orders = [
				[event, redacted!],
				[redacted!, event],
				[event, redacted!, event, redacted!]
			];
			for (const order of orders) expect(resolve(order.reduce(observe, {}))).toEqual(redacted);
		}
	});
});
