// `npm run build`: the app, built now.
import { buildApp } from './build-app.ts';

process.exitCode = buildApp('inherit') ? 0 : 1;
