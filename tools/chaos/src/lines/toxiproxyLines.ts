import { freePort, startToxiproxy } from '@parley/infra';
import { SLOW_MS, type Disturbance, type Lines } from './Lines.ts';

/** Longer than any disturbance. */
const HANGING_MS = 3_600_000;

const ANSWER_MS = 10_000;

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
  const proxies = new Map<string, { name: string; listen: string; upstream: string; enabled: true }>();
  const make = (name: string): Promise<void> => call('POST', '/proxies', proxies.get(name));
  const delay = async (name: string, latency: number): Promise<void> => {
    const toxic = { type: 'latency', attributes: { latency, jitter: 0 } };
    for (const stream of WAYS) await call('POST', `/proxies/${name}/toxics`, { ...toxic, stream });
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
      proxies.set(name, { name, listen, upstream, enabled: true });
      await make(name);
      return port;
    },
    disturb: (name, how) => disturbances[how](name),
    // Taking a toxic out of a connection that holds something back, and whose other end is gone, blocks for ever; with
    // the whole proxy it goes, and so do its connections.
    async mend(name) {
      await call('DELETE', `/proxies/${name}`);
      await make(name);
    },
    async close() {
      await server.stop();
    },
  };
}
