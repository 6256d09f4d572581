import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort } from '../process/freePort.ts';
import { isFreePort } from '../process/isFreePort.ts';
import { lastLines } from '../process/lastLines.ts';
import type { Log } from '../process/logSink.ts';
import { startChild, type Child } from '../process/startChild.ts';
import { waitUntilReady } from '../process/waitUntilReady.ts';
import { findNats } from './findNats.ts';
import type { NatsBinary, Say } from './natsBinary.ts';
import { NATS_KEY_VARIABLE, natsConfig } from './natsConfig.ts';
import { probeNats } from './probeNats.ts';

export type NatsOptions = {
  /** The folder of the server's files; made when missing. What it holds is there again after the next start. */
  dataDir: string;
  /** The key its files are encrypted with: any text, the same at each start. */
  key: string;
  cipher?: 'chachapoly' | 'aes' | undefined;
  /** A free one when left out. */
  port?: number | undefined;
  monitorPort?: number | undefined;
  /** `always`: files are synced before a publish is acked (safe against power loss too); else the server's default. */
  syncInterval?: 'always' | `${number}s` | undefined;
  log?: Log;
  say?: Say | undefined;
  /** Found (or fetched) when left out. */
  binary?: NatsBinary | undefined;
  /** How long it may take until it serves. */
  readyMs?: number | undefined;
};

export type NatsServer = Child & { readonly url: string; readonly port: number };

/**
 * Starts a real nats-server on 127.0.0.1 with JetStream in encrypted files and waits until it serves.
 * @throws Error when no nats-server can be had, the port is taken, or it doesn't serve in time (with the end
 *   of its log)
 */
export async function startNats(options: NatsOptions): Promise<NatsServer> {
  const { key, cipher = 'chachapoly', monitorPort, syncInterval, log, say, readyMs = 20_000 } = options;
  const binary = options.binary ?? (await findNats({ say }));
  const port = options.port ?? (await freePort());
  if (!(await isFreePort(port))) throw new Error(`port ${port} for nats-server is taken by another program`);
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const { version } = binary;
  const config = join(dataDir, 'nats.conf');
  await writeFile(
    config,
    natsConfig({ port, storeDir: dataDir, cipher, syncInterval, monitorPort, version }),
  );
  // In quotes: the server reads the variable as a piece of its configuration, in which 12e4 is a number.
  const env = { ...process.env, [NATS_KEY_VARIABLE]: JSON.stringify(key) };
  const child = await startChild({ command: binary.path, args: ['-c', config], env, log });
  const tail = () => (typeof log === 'string' ? lastLines(log, 5) : []);
  try {
    await waitUntilReady({
      what: 'nats-server',
      child,
      probe: () => probeNats(port),
      timeoutMs: readyMs,
      tail,
    });
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { ...child, url: `nats://127.0.0.1:${port}`, port };
}
