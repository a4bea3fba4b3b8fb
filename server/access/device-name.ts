// What a new device is called until a person names it: browser and system, from its User-Agent.

const BROWSERS: readonly [RegExp, string][] = [
	[/\bEdg(e|A|iOS)?\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\b(Firefox|FxiOS)\//, 'Firefox'],
	[/\b(Chrome|CriOS|HeadlessChrome|Chromium)\//, 'Chrome'],
	[/\bSafari\//, 'Safari']
];
const SYSTEMS: readonly [RegExp, string][] = [
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bAndroid\b/, 'Android'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bMac OS X\b/, 'macOS'],
	[/\bWindows\b/, 'Windows'],
	[/\bLinux\b/, 'Linux']
];

/** `Chrome · Linux`; the parts that are not known are left out. */
export function deviceNameOf(userAgent: string): string {
	const of = (table: readonly [RegExp, string][]) => table.find(([form]) => form.test(userAgent))?.[1];
	return [of(BROWSERS), of(SYSTEMS)].filter((part) => part !== undefined).join(' · ') || 'Browser';
}
