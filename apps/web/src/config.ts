import {
  authKeys,
  baseKeys,
  boolean,
  defineConfig,
  key,
  modelKeys,
  mongoKeys,
  natsKeys,
  quotaKeys,
  type Config,
} from '@parley/config';

/** Configuration of the web service. */
export const schema = defineConfig({
  ...baseKeys,
  ...mongoKeys,
  ...natsKeys,
  ...authKeys,
  ...modelKeys,
  ...quotaKeys,
  WATCH_NOTICE: key({
    what: 'Whether the chat tells its user that the team may read along. Watching itself doesn’t depend on it.',
    type: boolean(),
    default: 'true',
    example: 'WATCH_NOTICE=false',
  }),
  TRUST_PROXY: key({
    what: 'Believe `X-Forwarded-For` and `X-Forwarded-Proto`: only behind a proxy that sets them.',
    type: boolean(),
    default: 'false',
    example: 'TRUST_PROXY=true',
  }),
});
export type WebConfig = Config<typeof schema>;
