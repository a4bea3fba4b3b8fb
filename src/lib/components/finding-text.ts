// A finding in a sentence: what happened, and what to do differently.
import { modelText } from '#lib/components/model-text.ts';
import type { Finding } from '#lib/domain/findings.ts';
import type { Format } from '#lib/format.ts';
import type { Dictionary } from '#lib/i18n/en.ts';

export function findingText({ rule, params }: Finding, t: Dictionary, format: Format): string {
	const { rules, times, agents, refusals } = t.causes;
	const many = (n: number) => times(n, format.count(n));
	const requests = (n: number) => t.session.requestCount(n, format.count(n));
	const model = (name: string | null) => (name === null ? t.app.unknown : modelText(name));
	switch (rule) {
		case 'cache-expired':
			return rules[rule](
				many(params.times),
				format.compact(params.tokens),
				format.duration(params.longestPauseMs),
				params.lifeMs === null ? null : format.duration(params.lifeMs)
			);
		case 'model-switched':
			return rules[rule](
				many(params.times),
				format.compact(params.tokens),
				model(params.from),
				model(params.to)
			);
		case 'long-context':
			return rules[rule](
				format.compact(params.threshold),
				requests(params.requests),
				format.compact(params.peakTokens)
			);
		case 'huge-result':
			return rules[rule](
				params.toolName,
				format.bytes(params.bytes),
				format.compact(params.tokens),
				requests(params.carriedBy)
			);
		case 'errors':
			return rules[rule](
				t.sessions.errors(params.errors, format.count(params.errors)),
				params.refusals === 0 ? null : refusals(params.refusals, format.count(params.refusals)),
				params.retryMs === 0 ? null : format.duration(params.retryMs)
			);
		case 'subagent-fan-out':
			return rules[rule](agents(params.agents, format.count(params.agents)), format.money(params.totalNano));
		case 'dear-model':
			return rules[rule](requests(params.requests), model(params.model), model(params.alternative));
		case 'repeated-failures':
			return rules[rule](params.toolName, many(params.times), params.errorType);
	}
}
