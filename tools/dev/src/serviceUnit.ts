import { join } from 'node:path';
import { freePort, lastLines, startChild, waitUntilReady } from '@parley/infra';
import type { Service } from './services.ts';
import type { Unit } from './unit.ts';

export type ServiceUnitOptions = {
  service: Service;
  n: number;
  /** The folder that the service's program is given from. */
  root: string;
  dataDir: string;
  /** Its environment; asked for at each start, when all it depends on has an address. */
  env: () => NodeJS.ProcessEnv;
};

const READY_MS = 60_000;
const PROBE_MS = 2000;

/** One replica of a service, on a port of its own. */
export async function serviceUnit({
  service,
  n,
  root,
  dataDir,
  env,
}: ServiceUnitOptions): Promise<Unit & { port: number }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(dataDir, 'logs', `${service.name}.${n}.log`);
  return {
    service: service.name,
    n,
    port,
    async start() {
      const own = { HOST: '127.0.0.1', PORT: String(port), ...service.env?.(n) };
      const program = [process.execPath, join(root, service.main)];
      const args = ['-n', String(service.nice ?? 0), ...program];
      const child = await startChild({ command: 'nice', args, env: { ...env(), ...own }, log });
      return { ...child, port, url };
    },
    ready: (child) =>
      waitUntilReady({
        what: `${service.name}.${n}`,
        child,
        probe: async () =>
          (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PROBE_MS) })).status === 200,
        timeoutMs: READY_MS,
        tail: () => lastLines(log, 10),
      }),
  };
}
