import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startParley, type Parley } from '@parley/dev';
import { WIDE } from './startGateway.ts';

/** All of Parley as `npm start` runs it, with its demo model. */
export async function startDemo(
  replicas: Readonly<Record<string, number>> = {},
): Promise<Parley & AsyncDisposable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const parley = await startParley({ dataDir, replicas, env: { ...WIDE } });
  return {
    ...parley,
    async [Symbol.asyncDispose]() {
      await parley.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
