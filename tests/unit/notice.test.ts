import { expect, test } from 'vitest';
import { createFormat } from '#lib/format.ts';
import { noticeOf } from '#lib/i18n/notice.ts';
import { noticeEn } from '#lib/i18n/notice-en.ts';

const format = createFormat('en', 'UTC');
const of = (payload: unknown) => noticeOf(payload, noticeEn, format);
const crossing = {
	kind: 'budget',
	budgetId: 'b 1',
	periodKey: '2026-11-20',
	threshold: 80,
	name: 'Everything',
	spendNanoUsd: 4_200_000_000,
	amountNanoUsd: 5_000_000_000,
	share: 0.84,
	tag: 'b1.2026-11-20.80'
};

test('a crossing names the budget and its amounts, leads to it, and carries its own tag', () => {
	expect(of(crossing)).toEqual({
		title: 'Everything: 80% spent',
		body: '$4.20 of $5.00 (84%).',
		tag: 'b1.2026-11-20.80',
		path: '/budgets#b%201'
	});
});

test('a budget without a name is still one, and a long or broken name is one short line', () => {
	expect(of({ ...crossing, name: '' }).title).toBe('Budget: 80% spent');
	expect(of({ ...crossing, name: `a\nb ${'x'.repeat(300)}` }).title).toMatch(/^a b x{76}: 80% spent$/);
});

test('blindness and a test say what they are', () => {
	expect(of({ kind: 'blind', sinceMs: Date.UTC(2026, 10, 20, 14, 2), tag: 'blind' })).toMatchObject({
		title: 'Spend cannot be known',
		body: expect.stringContaining('14:02'),
		tag: 'blind',
		path: '/settings'
	});
	expect(of({ kind: 'test', name: 'Laptop', tag: 'test' })).toMatchObject({
		body: 'A test for Laptop. Nothing has been spent.',
		tag: 'test'
	});
});

const UNREADABLE = { title: 'Tidemark has an alert', body: 'Open the app to read it.', path: '/alerts' };

test.each([
	['nothing', null],
	['text', 'hello'],
	['a number', 7],
	['a list', [1]],
	['no tag', { kind: 'budget' }],
	['an empty tag', { ...crossing, tag: '' }]
])('%s is shown as an alert that cannot be read', (_name, payload) => {
	expect(of(payload)).toEqual({ ...UNREADABLE, tag: 'tidemark' });
});

test.each([
	['an amount that is a text', { spendNanoUsd: '4' }],
	['a share that is no number', { share: Number.NaN }],
	['a missing threshold', { threshold: undefined }],
	['an id that is none', { budgetId: 5 }],
	['a kind of a later version', { kind: 'spike' }]
])('a payload with %s keeps its tag and says nothing untrue', (_name, change) => {
	expect(of({ ...crossing, ...change })).toEqual({ ...UNREADABLE, tag: crossing.tag });
});
