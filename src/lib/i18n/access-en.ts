// Sentences on signing in, devices and ingest tokens, in English. Part of `en.ts`.

const rules = new Intl.PluralRules('en');

const plural = (n: number, text: string, one: string, other: string): string =>
	`${text} ${rules.select(n) === 'one' ? one : other}`;

export const accessEn = {
	/** By reason: a title, and what happened. */
	out: {
		first: {
			title: 'This browser is not signed in',
			detail: 'Prompts, paths and money are shown only to browsers the owner has let in.'
		},
		signed_out: {
			title: 'Signed out',
			detail: 'This browser is not signed in any more. What it held has been kept out of sight.'
		},
		left: {
			title: 'Signed out',
			detail: 'Everything this browser held was deleted: history, caches and notifications.'
		},
		session_expired: {
			title: 'The session has expired',
			detail: 'A browser stays signed in for 30 days without a visit, 90 days at most.'
		},
		session_revoked: {
			title: 'This device was signed out',
			detail: 'Another device ended its session. Everything this browser held was deleted.'
		},
		code_expired: {
			title: 'This link has been used or has expired',
			detail: 'A link or code lets in one browser, once. Make a new one.'
		},
		code_unknown: {
			title: 'This code is not known',
			detail: 'Check the digits. A code lives for two minutes; after five wrong tries a new one is needed.'
		},
		slow_down: {
			title: 'Too many codes were tried',
			detail: 'Wait a minute, then enter the code again. The link of a new QR code works at once.'
		},
		offline: {
			title: 'The relay cannot be reached',
			detail: 'Start it on its machine with npm start. This page tries again by itself.'
		},
		storage: {
			title: 'This browser keeps nothing',
			detail:
				'Signing in needs this site’s storage (IndexedDB). Allow it, or leave the private window, then open a new link.'
		}
	},
	ownMachine: 'On the machine Tidemark runs on',
	ownMachineDetail: 'Run this in its folder. It opens a link that signs this browser in.',
	openLabel: 'Command that signs a browser in',
	otherDevice: 'From a device that is signed in',
	homeScreen:
		'On an iPhone or iPad, first add this page to the Home Screen (Share, Add to Home Screen), open it there and sign in then: the installed app does not share Safari’s sign-in.',
	otherDeviceDetail: 'There, choose Settings, Add device. Scan the QR code, or enter its 8 digits here.',
	code: 'Code',
	codeHint: '8 digits',
	codeBad: 'Enter all 8 digits, or paste the whole link.',
	enter: 'Sign in',
	entering: 'Signing in…',
	retry: 'Try again',
	viewerNote: 'This device may look. Prompts, commands and settings are for the owner’s devices.',

	devices: 'Devices',
	devicesLead: 'Browsers that may look. End what you do not know.',
	devicesOff: 'Sign-in is off, so there are no devices to tell apart.',
	devicesFailed: (detail: string) => `The devices could not be read: ${detail}`,
	thisDevice: 'this device',
	roles: { owner: 'Owner', member: 'Member', viewer: 'Viewer' },
	roleNotes: {
		owner: 'everything',
		member: 'own prompts, totals of all',
		viewer: 'figures only: no prompts, no commands, no settings'
	},
	seen: (age: string) => `seen ${age}`,
	since: (date: string) => `since ${date}`,
	rename: 'Rename',
	renameOf: (name: string) => `Rename ${name}`,
	name: 'Name',
	save: 'Save',
	cancel: 'Cancel',
	revoke: 'Sign out',
	revokeOf: (name: string) => `Sign out ${name}`,
	revokeConfirm: 'Really sign out',
	revoked: (name: string) => `${name} was signed out.`,
	others: 'Sign out all others',
	othersConfirm: 'Really sign out all others',
	othersDone: (n: number, text: string) =>
		plural(n, text, 'device was signed out.', 'devices were signed out.'),
	signOut: 'Sign out this browser',
	signOutConfirm: 'Delete all it holds and sign out',
	signOutNote: 'Deletes the history, caches and notifications of this browser. The relay keeps everything.',
	failed: (detail: string) => `That did not work: ${detail}`,

	add: 'Add device',
	addLead: 'Let in one more browser: a phone, a tablet, another machine.',
	addRole: 'It may see',
	addAgain: 'New code',
	qr: 'QR code of the link that signs the device in',
	scan: 'Scan it with the other device’s camera. Or open this address there:',
	typed: 'and enter this code:',
	expires: (seconds: string) => `Works once, for ${seconds} more seconds.`,
	states: {
		used: 'The device is signed in.',
		expired: 'This code has expired. Make a new one.',
		spent: 'Too many wrong digits were entered. The QR code still works; for new digits make a new code.'
	},
	here: 'This address only leads to this machine.',
	hereDetail:
		'The code signs in another browser on this machine. For a phone the relay needs an address of its own: give it HTTPS by one of the ways below and set TIDEMARK_PUBLIC_URL to that address.',
	plain: 'This address is plain http.',
	plainDetail:
		'Anyone on the network can read what passes, and browsers refuse notifications, installing and offline use without HTTPS.',
	ways: 'Ways to HTTPS',
	wayNames: {
		tailscale: 'Tailscale (recommended): a real certificate, works away from home',
		domain: 'Your own domain, with Caddy',
		local: 'Without an account: mkcert, its certificate authority installed on each phone'
	},
	wayDone: (variable: string) => `Then set ${variable} and start Tidemark again.`,

	tokens: 'Ingest tokens',
	tokensLead:
		'What a machine sends its telemetry with. A token writes and reads nothing; from this machine none is needed, from any other it is.',
	tokensNone: 'No token yet.',
	tokensFailed: (detail: string) => `The tokens could not be read: ${detail}`,
	tokenName: 'Name',
	tokenNameHint: 'For example: build server',
	tokenMachine: 'Machine (shown in place of its own name)',
	tokenUser: 'User (shown in place of what is sent)',
	tokenOptional: 'optional',
	tokenMake: 'Make token',
	tokenMade: (name: string) =>
		`Token of ${name}, shown this once. Add this line to the machine’s environment:`,
	tokenLine: 'Line for the environment',
	tokenDone: 'Done',
	tokenFor: (what: string) => `for ${what}`,
	tokenUsed: (age: string) => `last used ${age}`,
	tokenUnused: 'never used',
	tokenRevoke: 'Revoke',
	tokenRevokeOf: (name: string) => `Revoke ${name}`,
	tokenRevokeConfirm: 'Really revoke',
	tokenRevoked: (name: string) => `${name} was revoked: what is sent with it is refused.`
};
