import { freePort, startToxiproxy } from '@parley/infra';
import { SLOW_MS, type Disturbance, type Lines } from './Lines.ts';

/** Longer than any disturbance: what is held back comes when the toxic is taken away. */
const HANGING_MS = 3_600_000;

/** It answers only when what it held back is through, and whoever is to take it may be paused at the moment. */
const ANSWER_MS = 30_000;

const WAYS = ['upstream', 'downstream'] as const;

/**
 * Lines through toxiproxy.
 * @throws Error when there is no toxiproxy and no Go to build it
 */
export async function toxiproxyLines(say: (line: string) => void): Promise<Lines> {
  const server = await startToxiproxy({ say });
  const call = async (method: string, path: string, body?: object): Promise<void> => {
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await fetch(`${server.url}${path}`, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await response.text();
    if (!response.ok) throw new Error(`toxiproxy: ${method} ${path}: ${response.status} ${text}`);
  };
  const late = new Set<string>();
  const delay = async (name: string, latency: number): Promise<void> => {
    late.add(name);
    for (const stream of WAYS)
      await call('POST', `/proxies/${name}/toxics`, {
        name: stream,
        type: 'latency',
        stream,
        attributes: { latency, jitter: 0 },
      });
  };
  const disturbances: Record<Disturbance, (name: string) => Promise<void>> = {
    cut: (name) => call('POST', `/proxies/${name}`, { enabled: false }),
    hang: (name) => delay(name, HANGING_MS),
    slow: (name) => delay(name, SLOW_MS),
  };
  return {
    by: 'toxiproxy',
    async open(name, toPort) {
      const port = await freePort();
      const [listen, upstream] = [`127.0.0.1:${port}`, `127.0.0.1:${toPort}`];
      await call('POST', '/proxies', { name, listen, upstream, enabled: true });
      return port;
    },
    disturb: (name, how) => disturbances[how](name),
    async mend(name) {
      if (!late.delete(name)) return call('POST', `/proxies/${name}`, { enabled: true });
      for (const toxic of WAYS) await call('DELETE', `/proxies/${name}/toxics/${toxic}`);
    },
    async close() {
      await server.stop();
    },
  };
}
