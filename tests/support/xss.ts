// Payloads that run a function in a page that takes text for markup, an address or code: families times encodings.

/** The function they call; a test sees to it that it is there. */
export const CANARY = '__ran';

const CALL = (id: string) => `${CANARY}('${id}')`;

const FAMILIES: ((call: string) => string)[] = [
	(call) => `<script>${call}</script>`,
	(call) => `<img src=x onerror=${call}>`,
	(call) => `<svg onload=${call}>`,
	(call) => `<svg><script>${call}</script></svg>`,
	(call) => `<iframe srcdoc="<script>parent.${call}</script>"></iframe>`,
	(call) => `<iframe src="javascript:parent.${call}"></iframe>`,
	(call) => `<details open ontoggle=${call}>`,
	(call) => `<input autofocus onfocus=${call}>`,
	(call) => `<video><source onerror=${call}></video>`,
	(call) => `<body onload=${call}>`,
	(call) => `<math><mi xlink:href="javascript:${call}">x</mi></math>`,
	(call) => `<a href="javascript:${call}">x</a>`,
	(call) => `[x](javascript:${call})`,
	(call) => `![x](x" onerror="${call})`,
	(call) => `"><img src=x onerror=${call}>`,
	(call) => `'><img src=x onerror=${call}>`,
	(call) => `" onmouseover="${call}" autofocus onfocus="${call}`,
	(call) => `' onfocus='${call}' autofocus='`,
	(call) => `</title><script>${call}</script>`,
	(call) => `</textarea><script>${call}</script>`,
	(call) => `--><script>${call}</script><!--`,
	(call) => `</style><script>${call}</script>`,
	(call) => `<style>@import 'javascript:${call}';</style>`,
	(call) => `javascript:${call}`,
	(call) => `data:text/html,<script>${call}</script>`,
	(call) => `{{constructor.constructor("${call}")()}}`,
	(call) => `\${${call}}`,
	(call) => `{@html "<img src=x onerror=${call}>"}`,
	(call) => `';${call};//`,
	(call) => `<object data="javascript:${call}"></object>`,
	(call) => `<base href="javascript:${call}//">`,
	(call) => `<meta http-equiv="refresh" content="0;url=javascript:${call}">`,
	(call) => `<template><script>${call}</script></template>`,
	(call) => `<form action="javascript:${call}"><button autofocus>x</button></form>`,
	(call) => `<marquee onstart=${call}>x</marquee>`,
	(call) => `<link rel=stylesheet href=x onerror=${call}>`
];

const ENCODINGS: ((payload: string) => string)[] = [
	(payload) => payload,
	(payload) => payload.toUpperCase().replace(/__RAN\('/g, `${CANARY}('`),
	(payload) => payload.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
	(payload) => payload.replace(/[<>"']/g, (c) => `&#x${c.charCodeAt(0).toString(16)};`),
	(payload) => payload.replace(/[<>"']/g, (c) => `&#${c.charCodeAt(0)}`),
	(payload) => payload.replace(/[<>"'()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`),
	(payload) => payload.replace(/[<>"']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
	(payload) => payload.replace(/<(\w)/g, '<\u0000$1'),
	(payload) => payload.replace(/ (on\w+)=/g, '/$1\n='),
	(payload) => payload.replaceAll('<', '\uff1c').replaceAll('>', '\uff1e'),
	(payload) => payload.replace('javascript:', 'java\tscript\n:'),
	(payload) => `\u202e${payload}\u202c`,
	(payload) => `\u001b[31m${payload}\u001b[0m`,
	(payload) => `x${payload}${payload}`
];

/** At least 500. Each names itself when it runs. */
export function payloads(): string[] {
	return ENCODINGS.flatMap((encode, e) => FAMILIES.map((make, f) => encode(make(CALL(`${f}-${e}`)))));
}
