import { resolve } from 'node:path';
import { createTokenSigner } from '@parley/auth';
import { startMeasured, type Measured } from './measured/startMeasured.ts';

const PROGRAM = resolve(import.meta.dirname, '../../../apps/ws-gateway/src/main.ts');
const SECRET = 'a secret of benches that is long enough';
const sign = createTokenSigner({ key: SECRET, algorithms: ['HS256'] });

/** Limits that no bench reaches, and no pings of its own in between. */
export const WIDE = {
  RATE_MESSAGES: '1000000/1s',
  RATE_HELP: '1000000/1s',
  RATE_CONNECTIONS: '1000000/1s',
  RATE_FRAMES: '1000000/1s',
  RATE_HANDSHAKES: '1000000/1s',
  HEARTBEAT: '10m',
};

/** The real gateway, as `npm start` runs it. */
export function startGateway(natsUrl: string): Promise<Measured> {
  return startMeasured(PROGRAM, { NATS_URL: natsUrl, JWT_SECRET: SECRET, ...WIDE });
}

/** The subprotocols that a user of this name offers. */
export const protocolsOf = (id: string): string[] => [
  'parley.v1',
  `bearer.${sign({ id, roles: ['user'] }).token}`,
];
