// The relay as a program, with push going to a service on loopback. Started by tests in a child process.
import { main } from '#server/main.ts';
import { createLoopbackTransport } from './loopback-push.ts';

await main({ pushTransport: createLoopbackTransport() });
