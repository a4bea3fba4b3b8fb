// Sentences of notifications in every language: the service worker cannot load a file when it has to speak.
import type { Locale } from './locales.ts';
import { type NoticeWords, noticeEn } from './notice-en.ts';
import { noticeFr } from './notice-fr.ts';
import { noticeJa } from './notice-ja.ts';
import { noticeKo } from './notice-ko.ts';

export const NOTICE_WORDS: Record<Locale, NoticeWords> = {
	en: noticeEn,
	ko: noticeKo,
	fr: noticeFr,
	ja: noticeJa
};
