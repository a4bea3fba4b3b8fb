// Settings files as people have them, by what is odd about them. Imports nothing from src or server.

export interface SettingsCase {
	name: string;
	text: string;
	/** Why it cannot be edited, as a part of the sentence; missing: it can. */
	refused?: RegExp;
}

const typical = `{
  "$schema": "https://json.schemastore.org/claude-code-settings.json",
  "model": "opus",
  "permissions": {
    "allow": ["Bash(npm run test:*)", "Read(~/.zshrc)"],
    "deny": []
  },
  "includeCoAuthoredBy": false
}
`;

const withEnv = `{
  "env": {
    "ANTHROPIC_API_KEY": "sk-ant-not-a-real-one",
    "BASH_DEFAULT_TIMEOUT_MS": "120000"
  },
  "hooks": {
    "Stop": [{ "hooks": [{ "type": "command", "command": "say \\"done\\"" }] }]
  }
}
`;

const collector = `{
  "env": {
    "CLAUDE_CODE_ENABLE_TELEMETRY": "1",
    "OTEL_METRICS_EXPORTER": "prometheus",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector.example.com:4317",
    "OTEL_METRIC_EXPORT_INTERVAL": "10000"
  }
}
`;

const commented = `// My settings
{
  // the model for work
  "model": "opus", // not sonnet
  /* shells */
  "env": {
    "FOO": "bar" // keep this
    // and nothing else
  }, // end of env
  "theme": "dark" /* for the eyes */ // really
  // the end
}
// after all
`;

export const SETTINGS: SettingsCase[] = [
	{ name: 'an empty file', text: '' },
	{ name: 'white space only', text: ' \n\t\n' },
	{ name: 'only a byte order mark', text: '\ufeff' },
	{ name: 'an empty object', text: '{}' },
	{ name: 'an empty object with a line end', text: '{}\n' },
	{ name: 'an empty object over lines', text: '{\n}\n' },
	{ name: 'an empty object with a space', text: '{ }' },
	{ name: 'an object with a comment only', text: '{\n  // nothing yet\n}\n' },
	{ name: 'an object with a comment on its line', text: '{ /* nothing */ }\n' },
	{ name: 'no env', text: typical },
	{ name: 'no line end at the end', text: typical.trimEnd() },
	{ name: 'an env', text: withEnv },
	{ name: 'an empty env', text: '{\n  "env": {},\n  "model": "opus"\n}\n' },
	{ name: 'an empty env over lines', text: '{\n  "env": {\n  },\n  "model": "opus"\n}\n' },
	{ name: 'an env on one line', text: '{\n  "env": { "FOO": "bar" },\n  "model": "opus"\n}\n' },
	{ name: 'telemetry to another receiver', text: collector },
	{ name: 'comments everywhere', text: commented },
	{ name: 'trailing commas', text: '{\n  "model": "opus",\n  "env": {\n    "A": "1",\n  },\n}\n' },
	{ name: 'a trailing comma without env', text: '{\n  "model": "opus",\n}\n' },
	{ name: 'a trailing comma behind a comment', text: '{\n  "model": "opus" /* big */ , // it is\n}\n' },
	{ name: 'tabs', text: typical.replaceAll('  ', '\t') },
	{ name: 'four spaces', text: withEnv.replace(/^ +/gm, (spaces) => spaces + spaces) },
	{ name: 'CRLF', text: withEnv.replaceAll('\n', '\r\n') },
	{ name: 'CRLF, comments, tabs', text: commented.replaceAll('  ', '\t').replaceAll('\n', '\r\n') },
	{ name: 'a byte order mark', text: `\ufeff${typical}` },
	{ name: 'one line', text: JSON.stringify(JSON.parse(withEnv)) },
	{ name: 'one line without env', text: JSON.stringify(JSON.parse(typical)) },
	{ name: 'one line with spaces', text: '{ "model": "opus", "env": { "A": "1" } }\n' },
	{
		name: 'commas first',
		text: '{ "model": "opus"\n, "theme": "dark"\n, "env":\n  { "A": "1"\n  , "B": "2"\n  }\n}\n'
	},
	{ name: 'no indentation', text: '{\n"env": {\n"A": "1"\n},\n"model": "opus"\n}\n' },
	{
		name: 'a brace beside the last member',
		text: '{ "model": "opus",\n  "env": { "A": "1",\n           "B": "2" } }'
	},
	{
		name: 'numbers where texts belong',
		text: '{\n  "env": {\n    "CLAUDE_CODE_ENABLE_TELEMETRY": 1,\n    "OTEL_LOGS_EXPORTER": null,\n    "OTEL_METRICS_EXPORTER": ["otlp"]\n  }\n}\n'
	},
	{
		name: 'names with escapes',
		text: '{\n  "env": { "OTEL_\\u004cOGS_EXPORTER": "console" },\n  "a\\"b": "{ \\"env\\": 1 } // no comment"\n}\n'
	},
	{
		name: 'other scripts',
		text: '{\n  "outputStyle": "설명 ✍️ 日本語",\n  "env": { "GREETING": "été" }\n}\n'
	},
	{ name: 'env inside something else', text: '{\n  "mcp": { "env": { "A": "1" } }\n}\n' },
	{ name: 'a key called __proto__', text: '{\n  "__proto__": { "env": {} },\n  "model": "opus"\n}\n' },
	{ name: 'an env that is null', text: '{ "env": null }', refused: /"env" is null/ },
	{ name: 'an env that is a list', text: '{ "env": ["A=1"] }', refused: /"env" is a list/ },
	{ name: 'an env that is a text', text: '{ "env": "A=1" }', refused: /"env" is a string/ },
	{ name: 'env twice', text: '{ "env": {}, "env": { "A": "1" } }', refused: /"env" stands in it twice/ },
	{
		name: 'a variable twice',
		text: '{ "env": { "OTEL_LOGS_EXPORTER": "otlp", "OTEL_LOGS_EXPORTER": "none" } }',
		refused: /"env\.OTEL_LOGS_EXPORTER" stands in it twice/
	},
	{ name: 'a list', text: '[]', refused: /holds no object but a list/ },
	{ name: 'a text', text: '"env"', refused: /holds no object but a string/ },
	{ name: 'cut off', text: '{\n  "model": "opus",\n  "env": {', refused: /no valid JSON \(line 3, column/ },
	{
		name: 'a comma too few',
		text: '{\n  "a": 1\n  "b": 2\n}\n',
		refused: /no valid JSON \(line 3, column 3\)/
	},
	{ name: 'single quotes', text: "{ 'model': 'opus' }", refused: /no valid JSON \(line 1, column/ },
	{ name: 'two objects', text: '{}\n{}\n', refused: /no valid JSON \(line 2/ },
	{
		name: 'a merge gone wrong',
		text: '{\n<<<<<<< HEAD\n  "model": "opus"\n}\n',
		refused: /no valid JSON \(line 2/
	}
];
