// What would change in a settings file, as people read it. Values that look like secrets are not shown: a terminal is
// often looked at by others.

const CONTEXT = 2;
const SECRET = /("[^"]*(?:key|token|secret|password|auth|headers)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/** Lines with `+`, `-` or a space before them, and `…` where lines are left out. */
export function diffLines(before: string, after: string): string[] {
	const a = linesOf(before);
	const b = linesOf(after);
	const steps = compare(a, b);
	const near = steps.map((_, index) =>
		steps.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' ')
	);
	const shown: string[] = [];
	for (const [index, { sign, line }] of steps.entries()) {
		if (near[index]) shown.push(`${sign} ${line.replace(SECRET, '$1"…"')}`);
		else if (shown.at(-1) !== '  …') shown.push('  …');
	}
	return shown;
}

function linesOf(text: string): string[] {
	return text === ''
		? []
		: text
				.replace(/^\ufeff/, '')
				.replace(/\r?\n$/, '')
				.split(/\r?\n/);
}

interface Step {
	sign: ' ' | '+' | '-';
	line: string;
}

/** By the longest common run of lines, between what is the same at both ends. */
function compare(a: string[], b: string[]): Step[] {
	let head = 0;
	while (head < a.length && head < b.length && a[head] === b[head]) head++;
	let tail = 0;
	while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
	const left = a.slice(head, a.length - tail);
	const right = b.slice(head, b.length - tail);
	const same = (lines: string[]): Step[] => lines.map((line) => ({ sign: ' ', line }));
	return [...same(a.slice(0, head)), ...between(left, right), ...same(a.slice(a.length - tail))];
}

function between(a: string[], b: string[]): Step[] {
	const width = b.length + 1;
	const common = new Uint32Array((a.length + 1) * width);
	for (let i = a.length - 1; i >= 0; i--) {
		for (let j = b.length - 1; j >= 0; j--) {
			common[i * width + j] =
				a[i] === b[j]
					? common[(i + 1) * width + j + 1]! + 1
					: Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
		}
	}
	const steps: Step[] = [];
	let i = 0;
	let j = 0;
	while (i < a.length || j < b.length) {
		if (i < a.length && j < b.length && a[i] === b[j]) {
			steps.push({ sign: ' ', line: a[i++]! });
			j++;
		} else if (
			i < a.length &&
			(j === b.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
		) {
			steps.push({ sign: '-', line: a[i++]! });
		} else steps.push({ sign: '+', line: b[j++]! });
	}
	return steps;
}
