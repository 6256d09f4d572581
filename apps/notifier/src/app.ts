import { createHttp, createMetrics, listening } from '@parley/http';
import { createHealth, createParts, type Service } from '@parley/lifecycle';
import type { NotifierConfig } from './config.ts';
import { addOutboxRoutes } from './routes/addOutboxRoutes.ts';
import { addTwilioCallback } from './routes/addTwilioCallback.ts';
import { startWork, type NotifierDeps, type Work } from './startWork.ts';

const SERVICE = 'notifier';

/** The whole notifier, from its configuration; `listened` is told its port. */
export async function build(
  config: NotifierConfig,
  notifier: NotifierDeps,
  listened?: (port: number) => void,
): Promise<Service> {
  const { log } = notifier;
  const health = createHealth();
  const metrics = createMetrics(SERVICE);
  let work: Work | undefined;
  health.ready('start', () => {
    if (!work) throw new Error('still connecting');
  });
  const http = await createHttp({ service: SERVICE, log, health, metrics });
  const { TWILIO_CALLBACK_URL: url, TWILIO_AUTH_TOKEN: authToken } = config;
  const isTold = url !== undefined && authToken !== undefined;
  addTwilioCallback(http, isTold ? { url, authToken } : undefined, () => work?.deps);
  if (config.AUTH_MODE === 'dev') addOutboxRoutes(http, () => work?.deps);
  const parts = [
    listening(http, { host: config.HOST, port: config.PORT }, listened),
    {
      name: 'work',
      async start() {
        work = await startWork(config, notifier, health, metrics);
      },
      async stop() {
        await work?.[Symbol.asyncDispose]();
      },
      stopMs: config.SHUTDOWN_GRACE * 0.9,
    },
  ];
  const graceMs = config.SHUTDOWN_GRACE;
  return { app: createParts(parts, { log, graceMs }), log, graceMs, health };
}
