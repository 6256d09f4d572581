import { defineConfig, key, port, text } from '@parley/config';
import { replicas } from './replicas.ts';

/** What `npm start` itself reads; everything else in the environment is passed on to the services. */
export const devConfig = (services: readonly string[]) =>
  defineConfig({
    PORT: key({
      what: 'The one port that everything is served on, on this machine alone; `0` takes any free one.',
      type: port(),
      default: '8080',
      example: 'PORT=8081',
    }),
    DATA_DIR: key({
      what: 'The folder of all that is kept: the database, the queue, the secrets, the logs.',
      type: text(1, 4000),
      default: '.data',
      example: 'DATA_DIR=.data',
    }),
    REPLICAS: key({
      what: 'How many of which service run.',
      type: replicas(services),
      default: `${services[0]}=1`,
      example: `REPLICAS=${services[0]}=2`,
    }),
  });
