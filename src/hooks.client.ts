// First of all that runs in a page, before the router reads the address.
import '#lib/state/link-code.ts';
