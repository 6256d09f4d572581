/** `npm start`, but each replica reaches NATS and the database by lines of its own, which can be disturbed. */
import { resolve } from 'node:path';
import { buildAll, runDev, SERVERS, SERVICES } from '@parley/dev';
import { readWiring } from './wiring.ts';

const root = resolve(import.meta.dirname, '..', '..', '..', '..');
const { ports, replicas } = readWiring(process.env);

await runDev({
  root,
  services: SERVICES.map((service) => ({
    ...service,
    env: (n) => replicas[`${service.name}.${n}`] ?? {},
  })),
  servers: SERVERS.map((server) => ({
    ...server,
    start: (options) => server.start({ ...options, port: options.port ?? ports[server.name] }),
  })),
  prepare: (say) => buildAll(root, SERVICES, say),
});
