// Builds the web apps into dist/. Run by `npm start` and `npm test` when their sources changed.
import { build } from 'vite';
import { appConfig } from '../web/vite.config.ts';

for (const app of ['chat', 'console'] as const) await build(appConfig(app));
