import {
  authKeys,
  baseKeys,
  boolean,
  defineConfig,
  key,
  mongoKeys,
  natsKeys,
  type Config,
} from '@parley/config';

/** Configuration of the web service. */
export const schema = defineConfig({
  ...baseKeys,
  ...mongoKeys,
  ...natsKeys,
  ...authKeys,
  TRUST_PROXY: key({
    what: 'Believe `X-Forwarded-For` and `X-Forwarded-Proto`: only behind a proxy that sets them.',
    type: boolean(),
    default: 'false',
    example: 'TRUST_PROXY=true',
  }),
});
export type WebConfig = Config<typeof schema>;
