import {
  authKeys,
  baseKeys,
  boolean,
  defineConfig,
  duration,
  integer,
  key,
  modelKeys,
  mongoKeys,
  natsKeys,
  type Config,
} from '@parley/config';

/** Configuration of the admin API. */
export const schema = defineConfig({
  ...baseKeys,
  ...mongoKeys,
  ...natsKeys,
  ...authKeys,
  ...modelKeys,
  TRUST_PROXY: key({
    what: 'Believe `X-Forwarded-For` and `X-Forwarded-Proto`: only behind a proxy that sets them.',
    type: boolean(),
    default: 'false',
    example: 'TRUST_PROXY=true',
  }),
  EVENTS_HEARTBEAT: key({
    what: 'How often a stream of events without any says that it lives.',
    type: duration({ min: 100, max: 3_600_000 }),
    default: '15s',
    example: 'EVENTS_HEARTBEAT=15s',
  }),
  EVENTS_STREAMS: key({
    what: 'Streams of events that one replica serves at the same time.',
    type: integer(1, 10_000),
    default: '200',
    example: 'EVENTS_STREAMS=200',
  }),
});
export type AdminConfig = Config<typeof schema>;
