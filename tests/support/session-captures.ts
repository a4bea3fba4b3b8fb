// The events of captured sessions, decoded as the relay decodes them, and the tree of a session as plain lines.
import type { DomainEvent } from '#lib/domain/event.ts';
import { type Analysis, analyse, grow } from '#lib/domain/session-causes.ts';
import type { TreeNode } from '#lib/domain/tree-node.ts';
import type { DecodeContext } from '#lib/wire/decoded.ts';
import { decodeLogs, decodeMetrics } from '#lib/wire/otlp.ts';
import { parseLogsJson, parseMetricsJson } from '#lib/wire/otlp-json.ts';
import { parseLogsProtobuf, parseMetricsProtobuf } from '#lib/wire/otlp-protobuf.ts';
import { type Capture, type Protocol, readCaptures } from './captures.ts';

/** After all captures, and after all their money has settled. */
export const NOW_MS = Date.parse('2026-11-21T12:00:00Z');

const context: DecodeContext = { receivedAtMs: NOW_MS, source: 'otlp', relayHost: 'here' };

export function decodeCapture({ body, protocol, signal }: Capture): DomainEvent[] {
	if (protocol === 'http/json') {
		const text = new TextDecoder().decode(body);
		return signal === 'logs'
			? decodeLogs(parseLogsJson(text), context).events
			: decodeMetrics(parseMetricsJson(text), context).events;
	}
	return signal === 'logs'
		? decodeLogs(parseLogsProtobuf(body), context).events
		: decodeMetrics(parseMetricsProtobuf(body), context).events;
}

/** All requests of some scenarios, in order of arrival; scenarios of one protocol may share a session. */
export function capturesOf(scenarios: string | string[], protocol: Protocol = 'http/json'): Capture[] {
	const wanted = [scenarios].flat();
	return readCaptures().filter(
		(capture) =>
			wanted.includes(capture.scenario) && capture.protocol === protocol && capture.signal !== 'traces'
	);
}

/** As the worker analyses it. */
export function analysed(events: readonly DomainEvent[]): Analysis {
	return analyse(grow(events, NOW_MS), events, NOW_MS);
}

export function sessionEvents(scenarios: string | string[], protocol: Protocol = 'http/json'): DomainEvent[] {
	return capturesOf(scenarios, protocol).flatMap(decodeCapture);
}

/**
 * One line a row, indented by depth: kind, name, flags, the events it stands for (without `api_` and `tool_`), own cost
 * in nano-USD where it has one. Rows of start-up are left out.
 */
export function outline(nodes: readonly TreeNode[], depth = 0): string[] {
	return nodes
		.filter(({ kind }) => kind !== 'startup')
		.flatMap((node) => [
			[
				'  '.repeat(depth) + node.kind,
				node.label ?? '',
				node.flags.length > 0 ? `!${node.flags.join('!')}` : '',
				`[${node.eventIds.map((id) => id.slice(0, id.indexOf(':')).replace(/^(api|tool)_/, '')).join(' ')}]`,
				node.ownNano === null ? '?' : node.ownNano > 0 ? String(node.ownNano) : ''
			]
				.filter(Boolean)
				.join(' '),
			...outline(node.children, depth + 1)
		]);
}

/** Every row, top to bottom. */
export function rowsIn(nodes: readonly TreeNode[]): TreeNode[] {
	return nodes.flatMap((node) => [node, ...rowsIn(node.children)]);
}
