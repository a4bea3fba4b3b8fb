// The api_request records of captured http/json exports, read without the product's own decoder.
import { readdirSync, readFileSync } from 'node:fs';

export interface CapturedRequest {
	id: string;
	model: string;
	atMs: number;
	inputTokens: number;
	outputTokens: number;
	cacheReadTokens: number;
	cacheCreationTokens: number;
	cacheCreation5mTokens: number;
	cacheCreation1hTokens: number;
	costNanoUsd: number;
}

interface Attribute {
	key: string;
	value: { stringValue?: string; intValue?: number | string; doubleValue?: number };
}

export function capturedRecords(folder: URL): CapturedRequest[] {
	const found: CapturedRequest[] = [];
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		if (!name.endsWith('-logs.json')) continue;
		const body = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
		for (const resource of body.resourceLogs) {
			for (const scope of resource.scopeLogs) {
				for (const record of scope.logRecords) {
					if (record.body?.stringValue !== 'claude_code.api_request') continue;
					const of = new Map<string, Attribute['value']>(
						record.attributes.map((a: Attribute) => [a.key, a.value])
					);
					const number = (key: string) => Number(of.get(key)?.intValue ?? of.get(key)?.doubleValue);
					found.push({
						id: of.get('request_id')?.stringValue ?? '',
						model: of.get('model')?.stringValue ?? '',
						atMs: Date.parse(of.get('event.timestamp')?.stringValue ?? ''),
						inputTokens: number('input_tokens'),
						outputTokens: number('output_tokens'),
						cacheReadTokens: number('cache_read_tokens'),
						cacheCreationTokens: number('cache_creation_tokens'),
						cacheCreation5mTokens: number('cache_creation_5m_tokens'),
						cacheCreation1hTokens: number('cache_creation_1h_tokens'),
						costNanoUsd: Math.round(number('cost_usd') * 1e9)
					});
				}
			}
		}
	}
	return found;
}
