import {
  authKeys,
  baseKeys,
  boolean,
  defineConfig,
  duration,
  integer,
  key,
  modelKeys,
  natsKeys,
  optionalKey,
  rate,
  size,
  text,
  type Config,
} from '@parley/config';

const PEM = text(1, 100_000);

/** The gateway's configuration. */
export const schema = defineConfig({
  ...baseKeys,
  ...natsKeys,
  ...authKeys,
  ...modelKeys,
  HEARTBEAT: key({
    what: 'How often sockets are pinged; one that misses two pings is closed.',
    type: duration({ min: 100, max: 3_600_000 }),
    default: '25s',
    example: 'HEARTBEAT=25s',
  }),
  RATE_MESSAGES: key({
    what: 'Messages that a user may send, edit or have answered again, over all of their sockets.',
    type: rate(),
    default: '30/1m',
    example: 'RATE_MESSAGES=30/1m',
  }),
  RATE_HELP: key({
    what: 'Times that a user may call for help or withdraw it, over all of their sockets.',
    type: rate(),
    default: '5/1m',
    example: 'RATE_HELP=5/1m',
  }),
  RATE_CONNECTIONS: key({
    what: 'Connections that a user may open.',
    type: rate(),
    default: '20/1m',
    example: 'RATE_CONNECTIONS=20/1m',
  }),
  RATE_FRAMES: key({
    what: 'Frames that a connection may send.',
    type: rate(),
    default: '100/1s',
    example: 'RATE_FRAMES=100/1s',
  }),
  RATE_HANDSHAKES: key({
    what: 'Handshakes that an address (of IPv6: a /64) may begin, whoever they are for: a bound on what checking tokens costs.',
    type: rate(),
    default: '6000/1m',
    example: 'RATE_HANDSHAKES=6000/1m',
  }),
  PRESENCE: key({
    what: 'How often the gateway tells the admin console how many connections and admins it holds.',
    type: duration({ min: 100, max: 60_000 }),
    default: '5s',
    example: 'PRESENCE=5s',
  }),
  MAX_CONNECTIONS: key({
    what: 'Sockets that one gateway takes; more are refused.',
    type: integer(1, 1_000_000),
    default: '50000',
    example: 'MAX_CONNECTIONS=50000',
  }),
  WRITE_BUFFER: key({
    what: 'What may wait for a client that reads slowly; one with more is closed.',
    type: size(),
    default: '2MiB',
    example: 'WRITE_BUFFER=2MiB',
  }),
  MAX_UPLOAD: key({
    what: 'The largest file, as clients are told.',
    type: size(),
    default: '25MB',
    example: 'MAX_UPLOAD=25MB',
  }),
  TRUST_PROXY: key({
    what: 'Believe `X-Forwarded-For` and `X-Forwarded-Proto`: only behind a proxy that sets them.',
    type: boolean(),
    default: 'false',
    example: 'TRUST_PROXY=true',
  }),
  TLS_CERT: optionalKey({
    what: 'The certificate chain (PEM), when TLS ends here.',
    type: PEM,
    example: 'TLS_CERT_FILE=/etc/tls/tls.crt',
    rule: (value, all) =>
      value !== undefined && all['TLS_KEY'] === undefined ? 'must not be given without TLS_KEY' : undefined,
  }),
  TLS_KEY: optionalKey({
    what: 'The private key (PEM) of `TLS_CERT`.',
    type: PEM,
    example: 'TLS_KEY_FILE=/etc/tls/tls.key',
    secret: true,
    rule: (value, all) =>
      value !== undefined && all['TLS_CERT'] === undefined ? 'must not be given without TLS_CERT' : undefined,
  }),
});
export type GatewayConfig = Config<typeof schema>;
