import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats } from '@parley/infra';

/**
 * A nats-server on files of its own, as `npm start` runs it or, `synced`, as production does: its files are synced
 * before a publish is acked.
 */
export async function startQueue(synced = false): Promise<{ url: string } & AsyncDisposable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const syncInterval = synced ? 'always' : undefined;
  const nats = await startNats({ dataDir, key: 'a key for benches', syncInterval });
  return {
    url: nats.url,
    async [Symbol.asyncDispose]() {
      await nats.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
