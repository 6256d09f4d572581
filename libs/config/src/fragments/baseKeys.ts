import { key } from '../key.ts';
import { duration } from '../types/duration.ts';
import { oneOf } from '../types/oneOf.ts';
import { port } from '../types/port.ts';
import { text } from '../types/text.ts';

/** What every service has: where it listens, how it logs, how long it may take to stop. */
export const baseKeys = {
  NODE_ENV: key({
    what: 'In `production`, what is only for trying out is refused.',
    type: oneOf('development', 'test', 'production'),
    default: 'development',
    example: 'NODE_ENV=production',
  }),
  HOST: key({
    what: 'The address to listen on; in a container `0.0.0.0`.',
    type: text(1, 253),
    default: '127.0.0.1',
    example: 'HOST=0.0.0.0',
  }),
  PORT: key({
    what: 'The port to listen on; `0` takes any free one.',
    type: port(),
    default: '8080',
    example: 'PORT=8080',
  }),
  LOG_LEVEL: key({
    what: 'The least important level that is logged.',
    type: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    default: 'info',
    example: 'LOG_LEVEL=info',
  }),
  SHUTDOWN_GRACE: key({
    what: 'How long a service may take to finish or hand back what is in work when it is told to stop.',
    type: duration({ max: 3_600_000 }),
    default: '20s',
    example: 'SHUTDOWN_GRACE=20s',
  }),
};
