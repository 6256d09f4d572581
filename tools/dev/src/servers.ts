import { startDatabase, startNats, type Say } from '@parley/infra';
import type { Secrets } from './makeSecrets.ts';
import type { Running } from './unit.ts';

export type ServerStart = {
  dataDir: string;
  secrets: Secrets;
  log: string;
  say: Say;
  port: number | undefined;
};

/** A server that the services need and that isn't ours. */
export type ServerKind = {
  readonly name: string;
  /** Through which the services are told of it. When it is set already, nothing is started. */
  readonly variable: string;
  start(options: ServerStart): Promise<Running>;
};

const NATS: ServerKind = {
  name: 'nats',
  variable: 'NATS_URL',
  start: ({ dataDir, secrets, log, say, port }) =>
    startNats({ dataDir, key: secrets.NATS_KEY, log, say, port }),
};

const DATABASE: ServerKind = {
  name: 'database',
  variable: 'MONGODB_URI',
  async start({ dataDir, log, say, port }) {
    const server = await startDatabase({ dataDir, log, port });
    if (port === undefined && server.kind === 'embedded') {
      say('the embedded one, for trying out; MONGODB_URI names another');
    }
    const url = new URL(server.url);
    url.pathname = '/parley';
    return { ...server, url: url.href };
  },
};

/** The servers that `npm start` starts. */
export const SERVERS: readonly ServerKind[] = [NATS, DATABASE];
