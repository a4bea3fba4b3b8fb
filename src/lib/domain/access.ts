// Who may look: what page and relay say to each other about sign-in, devices, pairing and ingest tokens.

/**
 * What a device may do. `owner`: everything. `member`: reads totals of all and the content of its own user's events;
 * changes nothing. `viewer`: reads totals and events without content; changes nothing.
 */
export type Role = 'owner' | 'member' | 'viewer';

export const ROLES: readonly Role[] = ['owner', 'member', 'viewer'];

/** Why a device is signed out, as the relay names it in `{error}` of a 401. */
export type SignedOutReason = 'signed_out' | 'session_expired' | 'session_revoked';

/** Header of the second secret of a session: the cookie alone opens nothing. */
export const KEY_HEADER = 'x-relay-key';

/** Answer of `GET /api/session`. */
export interface SessionInfo {
	/** `off`: whoever reaches the relay is its owner. Insecure, and possible on loopback only. */
	signIn: 'on' | 'off';
	role: Role;
	/** `null` with sign-in off. */
	device: { id: string; name: string } | null;
	/** Name of the user; `null` for the owner of the machine and for devices without one. */
	user: string | null;
	/** Address other devices reach the relay under (TIDEMARK_PUBLIC_URL), without a slash at the end. */
	publicUrl: string | null;
	/** What it holds is sample data. */
	demo: boolean;
	/** How the relay's program is called where it is installed; `null`: a checkout, with npm scripts. Told to who is signed out as well. */
	program: string | null;
}

/** Answer of `POST /api/session`: the cookie comes beside it. */
export interface OpenedSession extends SessionInfo {
	/** Secret for KEY_HEADER. Said once. */
	key: string;
}

/** One signed-in device. */
export interface AccessDevice {
	id: string;
	name: string;
	role: Role;
	/** Name of its user, as the relay lists them; `null`: the owner of the machine. */
	user: string | null;
	madeAtMs: number;
	/** To about a minute. */
	seenAtMs: number;
	/** The one that asks. */
	current: boolean;
}

/** A way in for one further device, until `expiresAtMs`, once. */
export interface Pairing {
	id: string;
	role: Role;
	/** 8 digits, to be typed. */
	digits: string;
	/** The long secret, for the fragment of a link. */
	code: string;
	expiresAtMs: number;
}

/** `spent`: too many wrong digits; the link still works until it expires. */
export type PairingState = 'waiting' | 'used' | 'expired' | 'spent';

/** Somebody of the team. Without `hasPassword` and with no invitation open, nobody can come in as them. */
export interface Person {
	id: string;
	name: string;
	role: Role;
	/** What telemetry calls them: the user of an ingest token, an e-mail, an account. Decides what a member may read. */
	identities: string[];
	hasPassword: boolean;
	/** `null`: no invitation is open. */
	inviteEndsAtMs: number | null;
	/** Signed in now. */
	devices: number;
	madeAtMs: number;
	/** The one who asks. */
	current: boolean;
}

/** A new link for a person, said once: `code` goes into its fragment. */
export interface Invitation {
	person: Person;
	code: string;
	endsAtMs: number;
}

/** What an invitation says to who opens it. */
export interface InvitationLook {
	name: string;
	role: Role;
	/** Who invites; `null`: the owner of the machine. */
	inviter: string | null;
	endsAtMs: number;
}

/** Why a new password is refused. */
export type PasswordFault = 'short' | 'long' | 'common';

export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

/** A machine's right to send telemetry, and nothing else. The secret is said once, when it is made. */
export interface IngestToken {
	id: string;
	name: string;
	/** Names the machine and the user of what is sent with it; `null`: as sent. */
	machine: string | null;
	user: string | null;
	madeAtMs: number;
	/** To about a minute; `null`: never. */
	usedAtMs: number | null;
}

/** Health as told to who is not signed in: what a healthcheck needs. */
export interface MinimalHealth {
	status: 'ok' | 'degraded';
	version: string;
	protocol: number;
}
