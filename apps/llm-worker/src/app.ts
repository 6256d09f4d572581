import type { Config } from '@parley/config';
import { createHttp, listening } from '@parley/http';
import { createHealth, createParts, type Service } from '@parley/lifecycle';
import type { schema } from './config.ts';
import { startWork, type WorkerDeps } from './startWork.ts';

/** The whole worker, from its configuration; `listened` is told the port of its health and metrics. */
export async function build(
  config: Config<typeof schema>,
  deps: WorkerDeps,
  listened?: (port: number) => void,
): Promise<Service> {
  const { log } = deps;
  const health = createHealth();
  let work: AsyncDisposableStack | undefined;
  health.ready('start', () => {
    if (!work) throw new Error('still connecting');
  });
  const http = await createHttp({ service: 'llm-worker', log, health });
  const parts = [
    listening(http, { host: config.HOST, port: config.PORT }, listened),
    {
      name: 'work',
      async start() {
        work = await startWork(config, deps, health);
      },
      stop: () => work?.disposeAsync(),
      stopMs: config.SHUTDOWN_GRACE * 0.9,
    },
  ];
  const graceMs = config.SHUTDOWN_GRACE;
  return { app: createParts(parts, { log, graceMs }), log, graceMs, health };
}
