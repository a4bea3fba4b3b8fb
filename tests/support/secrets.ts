// Made-up secrets of known shapes, put together here so that nothing in the repository looks like one.
import { createRandom, type Random } from './random.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface FakeSecret {
	/** The mark the relay puts in its place. */
	mark: string;
	secret: string;
	/** A text it is known by, where the secret alone is not. */
	within: (secret: string) => string;
}

const SHAPES: [mark: string, (random: Random) => string, within?: (secret: string) => string][] = [
	['aws-access-key-id', (r) => `AK${'IA'}${chars(r, 16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`],
	['aws-secret-access-key', (r) => chars(r, 40), (secret) => `AWS_SECRET_ACCESS_KEY=${secret} aws s3 ls`],
	['github-token', (r) => `gh${'p'}_${chars(r, 36)}`],
	['npm-access-token', (r) => `np${'m'}_${chars(r, 36)}`],
	['slack-token', (r) => `xox${'b'}-${chars(r, 12, '0123456789')}-${chars(r, 24)}`],
	['basic-auth', (r) => `https://${chars(r, 6)}:${chars(r, 14)}@git.example.com`],
	['stripe-secret-key-live', (r) => `sk_${'live'}_${chars(r, 99)}`],
	['anthropic-api-key', (r) => `sk-${'ant'}-api03-${chars(r, 93)}AA`],
	['private-key', privateKey]
];

/** One of each shape. */
export function fakeSecrets(seed: number): FakeSecret[] {
	const random = createRandom(seed);
	return SHAPES.map(([mark, make, within]) => ({
		mark: `[redacted: ${mark}]`,
		secret: make(random),
		within: within ?? ((secret) => `curl -H "Authorization: Bearer ${secret}" https://api.example.com`)
	}));
}

function privateKey(random: Random): string {
	const body = `MIIE${chars(random, 252)}`.replace(/.{64}/g, '$&\n');
	const line = (word: string) => `-----${word} RSA PRIVATE ${'KEY'}-----`;
	return `${line('BEGIN')}\n${body}${line('END')}`;
}

function chars(random: Random, count: number, alphabet = ALNUM): string {
	return Array.from({ length: count }, () => alphabet[random.integer(0, alphabet.length - 1)]).join('');
}
