import { key } from '../key.ts';
import { list } from '../types/list.ts';
import { url } from '../types/url.ts';

/** What every service that uses the queue has. */
export const natsKeys = {
  NATS_URL: key({
    what: 'The NATS servers, with commas between; user and password may be in the URL.',
    type: list(url('nats', 'tls', 'ws', 'wss')),
    example: 'NATS_URL=nats://127.0.0.1:4222',
    secret: true,
  }),
};
