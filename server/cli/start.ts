// `npm start`: an up-to-date app, then the relay that serves it.
import { main } from '../main.ts';
import { buildIfStale } from './build-app.ts';

if (buildIfStale()) await main();
else process.exitCode = 1;
