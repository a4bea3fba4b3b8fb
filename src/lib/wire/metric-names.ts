// Every spelling of Claude Code's metrics → the one name. OTLP sends `claude_code.cost.usage`; Prometheus' translation
// strategies, the Collector's exporter and hand-made dashboards each have their own.
// https://prometheus.io/docs/guides/opentelemetry/ ; recorded in tests/fixtures/backends/prom-otlp-translation-and-delta.txt.

export interface MetricName {
	/** `cost.usage`, `token.usage`, … without the `claude_code.` prefix. */
	metric: string;
	/** A value of `type` that this spelling implies. */
	type: string | null;
	/** Whether the name is one we know the meaning of. */
	known: boolean;
}

/** Canonical name → its spellings, without prefix, dots and a final `_total`. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
	'session.count': ['session_count'],
	'cost.usage': ['cost_usage', 'cost_usage_USD', 'cost_usage_usd'],
	'token.usage': ['token_usage', 'token_usage_tokens'],
	'lines_of_code.count': ['lines_of_code_count', 'lines_modified'],
	'commit.count': ['commit_count', 'git_commits'],
	'pull_request.count': ['pull_request_count'],
	'code_edit_tool.decision': ['code_edit_tool_decision', 'tool_decisions'],
	'active_time.total': ['active_time', 'active_time_seconds', 'active_time_total_seconds']
};

/** Spellings that hold one type of tokens only. */
const TOKEN_SPELLINGS: Readonly<Record<string, string>> = {
	input_tokens: 'input',
	output_tokens: 'output',
	cache_read_tokens: 'cacheRead',
	cache_creation_tokens: 'cacheCreation'
};

const names = new Map<string, MetricName>();
for (const [metric, spellings] of Object.entries(SPELLINGS)) {
	for (const spelling of spellings) names.set(spelling, { metric, type: null, known: true });
}
for (const [spelling, type] of Object.entries(TOKEN_SPELLINGS)) {
	names.set(spelling, { metric: 'token.usage', type, known: true });
}

/** Whether a metric is Claude Code's, by its name. */
export function isClaudeMetric(name: string): boolean {
	return /^claude_code[._]./.test(name);
}

/**
 * The metric a name means; one we do not know keeps its own name. `null` when there is nothing to call it by, or nothing
 * that every store keeps as it is.
 */
export function metricName(sent: string): MetricName | null {
	const name = sent.replace(/^claude_code[._]/, '');
	if (name === '' || name.length > 200 || !name.isWellFormed() || name.includes('\0')) return null;
	const spelling = name.replaceAll('.', '_').replace(/_total$/, '');
	return names.get(spelling) ?? { metric: name, type: null, known: false };
}
