// The text of a settings file with other variables in its `env` block. Whatever is not one of them stays as it is, to the
// byte: comments, indentation, line ends, trailing commas, the order of keys. jsonc-parser says where things stand; its
// own `modify` would put a comma between a value and the comment beside it, so new members are placed here.
import { applyEdits, type Edit, type Node, type ParseError, parseTree } from 'jsonc-parser';

/** Why a file is left alone, as a sentence for its owner. */
export class NotEditable extends Error {
	override name = 'NotEditable';
}

const BOM = '\ufeff';

/** Throws NotEditable. The same text when nothing is to be changed. */
export function withVariables(text: string, variables: readonly [string, string][]): string {
	const bom = text.startsWith(BOM) ? BOM : '';
	const body = text.slice(bom.length);
	if (body.trim() === '') return `${bom}${JSON.stringify({ env: Object.fromEntries(variables) }, null, 2)}\n`;
	const root = parse(body);
	const style = styleOf(body, root);
	const env = memberOf(root, 'env', '');
	if (env === null) {
		const block = style.inline
			? JSON.stringify(Object.fromEntries(variables))
			: `{${variables.map((pair) => style.eol + style.unit + style.unit + member(pair)).join(',')}${style.eol}${style.unit}}`;
		return bom + applyEdits(body, insertion(body, root, [`"env": ${block}`], style.unit, style));
	}
	const edits: Edit[] = [];
	const fresh: string[] = [];
	for (const [name, value] of variables) {
		const known = memberOf(env, name, 'env.');
		if (known === null) fresh.push(member([name, value]));
		else if (known.value !== value || known.type !== 'string')
			edits.push({ offset: known.offset, length: known.length, content: JSON.stringify(value) });
	}
	if (fresh.length > 0) edits.push(...insertion(body, env, fresh, style.unit + style.unit, style));
	return bom + applyEdits(body, edits);
}

/** The variables of the `env` block as they stand, texts only. Throws NotEditable. */
export function variablesOf(text: string): Record<string, string> {
	const body = text.replace(BOM, '');
	if (body.trim() === '') return {};
	const env = memberOf(parse(body), 'env', '');
	const found: Record<string, string> = {};
	for (const { children } of env?.children ?? []) {
		if (children?.[1]?.type === 'string') found[String(children[0]!.value)] = String(children[1].value);
	}
	return found;
}

interface Style {
	/** One step of indentation. */
	unit: string;
	eol: string;
	/** The whole object stands on one line. */
	inline: boolean;
}

function parse(body: string): Node {
	const errors: ParseError[] = [];
	const root = parseTree(body, errors, { allowTrailingComma: true, disallowComments: false });
	const first = errors[0];
	if (first !== undefined || root === undefined) {
		throw new NotEditable(`it is no valid JSON (${placeOf(body, first?.offset ?? 0)}): mend that first`);
	}
	if (root.type !== 'object') throw new NotEditable(`it holds no object but ${aKind(root.type)}`);
	return root;
}

/** The value of a member; `null` when there is none. The object under `env` must be one. */
function memberOf(object: Node, name: string, path: string): Node | null {
	const found = (object.children ?? []).filter(({ children }) => children?.[0]?.value === name);
	// Readers take the last one, people see the first.
	if (found.length > 1) throw new NotEditable(`"${path}${name}" stands in it twice: leave only one`);
	const value = found[0]?.children?.[1] ?? null;
	if (name === 'env' && value !== null && value.type !== 'object') {
		throw new NotEditable(`its "env" is ${aKind(value.type)}, not an object of variables`);
	}
	return value;
}

/** New members after the last one of an object, behind the comment that may stand beside it. */
function insertion(body: string, object: Node, members: string[], outer: string, style: Style): Edit[] {
	const close = object.offset + object.length - 1;
	const last = object.children?.at(-1);
	const inline = !body.slice(object.offset, close).includes('\n');
	const ownIndent = last === undefined ? null : indentAt(body, last.offset);
	const indent = ownIndent ?? outer;
	const separator = inline ? ', ' : `,${style.eol}${indent}`;
	if (last === undefined) {
		if (style.inline) return [{ offset: close, length: 0, content: members.join(', ') }];
		const closing = indentAt(body, object.offset) ?? lineIndent(body, object.offset);
		const at = trimmedEnd(body, object.offset + 1, close);
		const lines = members.map((text) => style.eol + closing + style.unit + text).join(',');
		const brokenAfter = body.slice(at, close).includes('\n');
		return [{ offset: at, length: 0, content: lines + (brokenAfter ? '' : style.eol + closing) }];
	}
	const end = last.offset + last.length;
	const comma = commaAfter(body, end, close);
	if (inline) {
		const content = members.join(', ');
		return comma === null
			? [{ offset: end, length: 0, content: `, ${content}` }]
			: [{ offset: comma + 1, length: 0, content: ` ${content},` }];
	}
	const at = endOfRemarks(body, comma === null ? end : comma + 1, close);
	const content = style.eol + indent + members.join(separator) + (comma === null ? '' : ',');
	// Where the brace closes on the line of the last member, it goes on doing so.
	return comma === null
		? [
				{ offset: end, length: 0, content: ',' },
				{ offset: at, length: 0, content }
			]
		: [{ offset: at, length: 0, content }];
}

function member([name, value]: readonly [string, string]): string {
	return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
}

function styleOf(body: string, root: Node): Style {
	const first = root.children?.[0];
	const indent = first === undefined ? null : indentAt(body, first.offset);
	const outer = indentAt(body, root.offset) ?? '';
	const unit = indent?.startsWith(outer) ? indent.slice(outer.length) : indent;
	return {
		unit: unit || '  ',
		eol: body.includes('\r\n') ? '\r\n' : '\n',
		inline: root.children !== undefined && root.children.length > 0 && !body.trimEnd().includes('\n')
	};
}

/** The white space before an offset when nothing else stands before it on its line. */
function indentAt(body: string, offset: number): string | null {
	const before = body.slice(body.lastIndexOf('\n', offset - 1) + 1, offset);
	return /^[ \t]*$/.test(before) ? before : null;
}

function lineIndent(body: string, offset: number): string {
	return /^[ \t]*/.exec(body.slice(body.lastIndexOf('\n', offset - 1) + 1))![0];
}

/** Where the last thing that is not white space ends, between two offsets. */
function trimmedEnd(body: string, from: number, to: number): number {
	return from + body.slice(from, to).trimEnd().length;
}

const TRIVIA = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/** The comma behind a value, if any, with white space and comments between. */
function commaAfter(body: string, from: number, to: number): number | null {
	TRIVIA.lastIndex = from;
	const at = from + TRIVIA.exec(body)![0].length;
	return at < to && body[at] === ',' ? at : null;
}

const REMARKS = /(?:[ \t]*\/\*[^\n]*?\*\/)*(?:[ \t]*\/\/[^\r\n]*)?/y;

/** Behind the comments that stand on the same line. */
function endOfRemarks(body: string, from: number, to: number): number {
	REMARKS.lastIndex = from;
	return Math.min(to, from + REMARKS.exec(body)![0].length);
}

function placeOf(body: string, offset: number): string {
	const lines = body.slice(0, offset).split('\n');
	return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

function aKind(type: string): string {
	return { array: 'a list', null: 'null', object: 'an object' }[type] ?? `a ${type}`;
}
