// Sentences on the people of a team: invitations, passwords, roles. In English. Part of `en.ts`.

export const peopleEn = {
	title: 'People',
	lead: 'A team’s members sign in by name and password. They need none of your devices, only the link you send them.',
	none: 'Nobody is invited yet. You yourself need no password: you come in by npm run open. To come in from elsewhere, invite yourself as an owner.',
	failedToRead: (detail: string) => `The people could not be read: ${detail}`,
	failed: (detail: string) => `That did not work: ${detail}`,
	name: 'Name',
	nameHint: 'For example: Ada',
	role: 'Role',
	identities: 'In telemetry they are',
	identitiesHint: 'e-mail, or user of an ingest token',
	identitiesNote:
		'Separate several with commas. A member reads the prompts that came under these, and no others; with none, figures only.',
	invite: 'Invite',
	inviting: 'Making the link…',
	nameTaken: 'There is somebody of that name.',
	linkFor: (name: string) => `Link for ${name}. Shown this once:`,
	link: 'Invitation link',
	linkNote: (until: string) =>
		`Send it to them alone: whoever opens it first sets the password. It works once, until ${until}.`,
	linkHere:
		'The link leads to this machine only. For others, give the relay an address of its own (TIDEMARK_PUBLIC_URL) first.',
	done: 'Done',
	you: 'you',
	states: {
		active: (devices: string) => `devices signed in: ${devices}`,
		invited: (until: string) => `invited until ${until}`,
		lapsed: 'invitation over: make a new link'
	},
	reads: (identities: string) => `reads the prompts of ${identities}`,
	readsNone: 'tied to nobody in telemetry: figures only',
	change: 'Change',
	changeOf: (name: string) => `Change ${name}`,
	save: 'Save',
	cancel: 'Cancel',
	reset: 'New link',
	resetOf: (name: string) => `New link for ${name}`,
	resetConfirm: 'End password and sessions, make link',
	remove: 'Remove',
	removeOf: (name: string) => `Remove ${name}`,
	removeConfirm: 'Really remove',
	removed: (name: string) => `${name} was removed and is signed out everywhere.`,
	changed: (name: string) => `${name} was changed. Their devices load anew what they may see.`,

	signInTitle: 'With a name and a password',
	signInDetail: 'For people the owner has invited. Lost it? The owner can make you a new link.',
	password: 'Password',
	signIn: 'Sign in',
	faults: {
		wrong_password: 'Name and password do not fit.',
		slow_down: 'There were too many tries. Wait a minute, then try again.',
		offline: 'The relay cannot be reached. Try again when it is back.',
		password_short: 'Take a password of 10 characters or more.',
		password_long: 'Take a password of 200 characters at most.',
		password_common: 'That is among the first passwords that are guessed. Take another.',
		different: 'The two are not the same.',
		code_expired: 'This link has been used, has been replaced, or has expired. Ask for a new one.',
		code_unknown: 'This link is not known here. Check that it was copied whole.',
		storage: 'This browser keeps nothing: leave the private window, then open the link again.',
		other: 'The relay did not take that. Try again.'
	},

	invitation: {
		title: 'You are invited',
		looking: 'Looking at the invitation…',
		overTitle: 'This invitation cannot be used',
		who: (inviter: string, host: string) => `${inviter} invites you to the Tidemark of ${host}.`,
		owner: 'The owner',
		as: (name: string, role: string) => `You will be ${name}, as ${role}`,
		roles: {
			owner: 'You see and change everything.',
			member: 'You see your own prompts, and everybody’s figures.',
			viewer: 'You see figures, and nobody’s prompts.'
		},
		until: (date: string) => `The invitation ends ${date}.`,
		replaces: 'This browser is signed in already. Accepting ends that session here.',
		choose: 'Choose a password (10 characters or more)',
		again: 'The same again',
		accept: 'Set password and sign in',
		accepting: 'Signing in…',
		dismiss: 'Not now',
		onward: 'Go on without it'
	},

	own: 'Your password',
	ownLead: (name: string) => `You are signed in as ${name}. A new password ends your other sessions.`,
	current: 'Current password',
	next: 'New password',
	changePassword: 'Change password',
	passwordChanged: 'Changed. Your other sessions have ended.',
	memberNote: 'You see your own prompts and everybody’s figures. Settings of the relay are its owner’s.'
};
