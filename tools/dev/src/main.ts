/** The program behind `npm start`; `start.mjs` looks at the version of Node first. */
import { resolve } from 'node:path';
import { buildAll } from './buildAll.ts';
import { runDev } from './runDev.ts';
import { SERVERS } from './servers.ts';
import { SERVICES } from './services.ts';

const root = resolve(import.meta.dirname, '..', '..', '..');
await runDev({ root, services: SERVICES, servers: SERVERS, prepare: (say) => buildAll(root, SERVICES, say) });
