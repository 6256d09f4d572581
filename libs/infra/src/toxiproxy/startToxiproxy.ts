import { freePort } from '../process/freePort.ts';
import { startChild, type Child } from '../process/startChild.ts';
import { waitUntilReady } from '../process/waitUntilReady.ts';
import type { Say } from '../nats/natsBinary.ts';
import { findToxiproxy } from './findToxiproxy.ts';

export type ToxiproxyOptions = { say?: Say; env?: NodeJS.ProcessEnv };

/** `url`: of its HTTP API, by which proxies are made and disturbed. */
export type Toxiproxy = Child & { readonly url: string };

/**
 * Starts toxiproxy on 127.0.0.1, without any proxy yet.
 * @throws Error when it can't be had (no Go to build it), or doesn't serve within ten seconds
 */
export async function startToxiproxy({
  say = () => {},
  env = process.env,
}: ToxiproxyOptions = {}): Promise<Toxiproxy> {
  const command = await findToxiproxy(env, say);
  const port = await freePort();
  const child = await startChild({ command, args: ['-host', '127.0.0.1', '-port', String(port)], env });
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady({
      what: 'toxiproxy',
      child,
      probe: async () => (await fetch(`${url}/version`, { signal: AbortSignal.timeout(1000) })).ok,
      timeoutMs: 10_000,
    });
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { ...child, url };
}
