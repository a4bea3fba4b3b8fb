// Figures, times and sizes as a person reads them, in a locale and an IANA zone. Every output is by Intl.
import { nanoToDecimal } from '#lib/domain/money.ts';

export interface Format {
	/** Money. Cents from $0.10 on; below that as many digits as say something, so a cost is never shown as $0.00. */
	money(nano: number): string;
	/** For an axis: whole dollars without cents, thousands as K. */
	moneyShort(nano: number): string;
	/** To the last nano-dollar, for titles. */
	moneyExact(nano: number): string;
	/** Three significant digits: 1.23M. */
	compact(value: number): string;
	/** All digits, grouped. */
	count(value: number): string;
	/** 0.1234 → 12%; one decimal below 10% and above 90%, so that 99.6% is not 100%. */
	percent(ratio: number): string;
	/** With its sign: +12%. */
	change(ratio: number): string;
	/** The two largest units: 1h 5m, 250ms. */
	duration(ms: number): string;
	/** How long ago: 5 minutes ago, in the coarsest unit that is at least one. */
	ago(ms: number): string;
	bytes(value: number): string;
	/** 14:05:09 */
	time(atMs: number): string;
	/** 20 Nov, 14:05; with the year when it is another one than `nowMs` lies in. */
	dateTime(atMs: number, nowMs: number): string;
	/** 20 November 2026, 14:05:09 with the zone's name. */
	full(atMs: number): string;
	/** A calendar date, without zone: 2026-11-20 → Fri, 20 Nov 2026. */
	date(date: string): string;
	/** A calendar date for an axis: 20 Nov. */
	shortDate(date: string): string;
	/** An hour label, 2026-11-20T14 → 14:00. */
	hour(label: string): string;
	/** First letters of a month, of a weekday (0 = Sunday). */
	month(date: string): string;
	/** November 2026, of any date in it. */
	monthAndYear(date: string): string;
	weekday(day: number): string;
	list(items: readonly string[]): string;
	/** Orders names as this locale does. */
	compare(a: string, b: string): number;
}

const NANO = 1e9;

/** Made when it is first needed, and once: making a formatter costs far more than using it, and no page needs all. */
function once<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => {
		made ??= make();
		return made;
	};
}

export function createFormat(locale: string, zone: string): Format {
	const dollars = (options: Intl.NumberFormatOptions) =>
		new Intl.NumberFormat(locale, {
			style: 'currency',
			currency: 'USD',
			currencyDisplay: 'narrowSymbol',
			...options
		});
	const cents = once(() => dollars({}));
	const mills = once(() => dollars({ minimumFractionDigits: 3, maximumFractionDigits: 3 }));
	const tiny = once(() => dollars({ minimumSignificantDigits: 1, maximumSignificantDigits: 2 }));
	const brief = once(() =>
		dollars({
			notation: 'compact',
			minimumFractionDigits: 0,
			maximumFractionDigits: 3,
			maximumSignificantDigits: 3
		})
	);
	const exact = once(() => dollars({ minimumFractionDigits: 2, maximumFractionDigits: 9 }));
	const plain = once(() => new Intl.NumberFormat(locale));
	const short = once(
		() => new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 })
	);
	const percent0 = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
	const percent1 = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }));
	const change0 = once(
		() =>
			new Intl.NumberFormat(locale, {
				style: 'percent',
				maximumFractionDigits: 0,
				signDisplay: 'exceptZero'
			})
	);
	const units = new Map<string, Intl.NumberFormat>();
	const unit = (value: number, name: string, digits = 0) => {
		const key = `${name}${digits}`;
		let format = units.get(key);
		if (!format) {
			format = new Intl.NumberFormat(locale, {
				style: 'unit',
				unit: name,
				unitDisplay: 'narrow',
				maximumFractionDigits: digits
			});
			units.set(key, format);
		}
		return format.format(value);
	};
	const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' }));
	const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
	const clock = once(() =>
		date({
			timeZone: zone,
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			hourCycle: 'h23'
		})
	);
	const near = once(() =>
		date({
			timeZone: zone,
			day: 'numeric',
			month: 'short',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23'
		})
	);
	const far = once(() =>
		date({
			timeZone: zone,
			day: 'numeric',
			month: 'short',
			year: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23'
		})
	);
	const whole = once(() =>
		date({
			timeZone: zone,
			day: 'numeric',
			month: 'long',
			year: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			hourCycle: 'h23',
			timeZoneName: 'short'
		})
	);
	const year = once(() => date({ timeZone: zone, year: 'numeric' }));
	const calendar = once(() =>
		date({
			timeZone: 'UTC',
			weekday: 'short',
			day: 'numeric',
			month: 'short',
			year: 'numeric'
		})
	);
	const axis = once(() => date({ timeZone: 'UTC', day: 'numeric', month: 'short' }));
	const months = once(() => date({ timeZone: 'UTC', month: 'short' }));
	const wholeMonths = once(() => date({ timeZone: 'UTC', month: 'long', year: 'numeric' }));
	const weekdays = once(() => date({ timeZone: 'UTC', weekday: 'short' }));
	const hours = once(() => date({ timeZone: 'UTC', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
	const lists = once(() => new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' }));
	const collator = once(() => new Intl.Collator(locale, { numeric: true }));
	const utc = (text: string) => Date.parse(`${text}T00:00:00Z`);

	const money = (nano: number): string => {
		const size = Math.abs(nano) / NANO;
		if (size === 0 || size >= 0.1) return cents().format(nano / NANO);
		return (size >= 0.01 ? mills : tiny)().format(nano / NANO);
	};

	return {
		money,
		moneyShort: (nano) => (nano % NANO === 0 ? brief().format(nano / NANO) : money(nano)),
		// Text, not a float: every digit of a large sum is kept.
		moneyExact: (nano) => exact().format(nanoToDecimal(nano) as `${number}`),
		compact: (value) => (Math.abs(value) < 1000 ? plain : short)().format(value),
		count: (value) => plain().format(value),
		percent(ratio) {
			const size = Math.abs(ratio);
			return (size < 0.1 || (size > 0.9 && size < 1) ? percent1 : percent0)().format(ratio);
		},
		change: (ratio) => change0().format(ratio),
		duration(ms) {
			if (ms < 1000) return unit(Math.round(ms), 'millisecond');
			if (ms < 10_000) return unit(ms / 1000, 'second', 1);
			const seconds = Math.round(ms / 1000);
			if (seconds < 60) return unit(seconds, 'second');
			const pair = (large: string, small: string, size: number, total: number) => {
				const rest = total % size;
				return unit(Math.floor(total / size), large) + (rest ? ` ${unit(rest, small)}` : '');
			};
			if (seconds < 600) return pair('minute', 'second', 60, seconds);
			const minutes = Math.round(seconds / 60);
			if (minutes < 60) return unit(minutes, 'minute');
			if (minutes < 48 * 60) return pair('hour', 'minute', 60, minutes);
			return pair('day', 'hour', 24, Math.round(minutes / 60));
		},
		ago(ms) {
			const seconds = Math.round(ms / 1000);
			if (seconds < 60) return relative().format(-Math.max(0, seconds), 'second');
			if (seconds < 3600) return relative().format(-Math.floor(seconds / 60), 'minute');
			if (seconds < 48 * 3600) return relative().format(-Math.floor(seconds / 3600), 'hour');
			return relative().format(-Math.floor(seconds / 86_400), 'day');
		},
		bytes(value) {
			if (value < 1e3) return unit(value, 'byte');
			if (value < 1e6) return unit(value / 1e3, 'kilobyte');
			if (value < 1e9) return unit(value / 1e6, 'megabyte', value < 1e7 ? 1 : 0);
			return unit(value / 1e9, 'gigabyte', 1);
		},
		time: (atMs) => clock().format(atMs),
		dateTime: (atMs, nowMs) => (year().format(atMs) === year().format(nowMs) ? near : far)().format(atMs),
		full: (atMs) => whole().format(atMs),
		date: (text) => calendar().format(utc(text)),
		shortDate: (text) => axis().format(utc(text)),
		hour: (label) => hours().format(Date.parse(`${label}:00:00Z`)),
		month: (text) => months().format(utc(text)),
		monthAndYear: (text) => wholeMonths().format(utc(text)),
		// 1970-01-04 was a Sunday.
		weekday: (day) => weekdays().format((3 + day) * 86_400_000),
		list: (items) => lists().format(items),
		compare: (a, b) => collator().compare(a, b)
	};
}
