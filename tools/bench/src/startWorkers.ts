import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connectBus, type Bus } from '@parley/bus';
import { startEmbeddedDatabase } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { startMeasured, type Measured } from './measured/startMeasured.ts';
import { startQueue } from './startQueue.ts';

const PROGRAM = resolve(import.meta.dirname, '../../../apps/llm-worker/src/main.ts');

/** What workers need around them, and the way to start one. */
export interface Workers extends AsyncDisposable {
  readonly bus: Bus;
  /** The real worker, in a process of its own. */
  start(): Promise<Measured>;
}

/** A queue and an embedded database for workers that write `atOnce` answers at a time, all by the given provider. */
export async function startWorkers(providerUrl: string, atOnce: number): Promise<Workers> {
  await using starting = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  starting.defer(() => rm(dataDir, { recursive: true, force: true }));
  const queue = starting.use(await startQueue());
  const database = await startEmbeddedDatabase({ dataDir: join(dataDir, 'database') });
  starting.defer(async () => void (await database.stop()));
  const url = new URL(database.url);
  url.pathname = '/bench';
  const models = join(dataDir, 'models.json');
  const model = {
    id: 'bench',
    label: 'Bench',
    provider: 'openai',
    model: 'bench',
    baseUrl: `${providerUrl}/v1`,
    apiKey: 'none',
    // No answer is so long that another call would sum it up.
    contextTokens: 1_000_000,
  };
  await writeFile(models, JSON.stringify({ models: [model] }));
  const log = createLogger({ service: 'bench', level: 'error' });
  const bus = await connectBus({ url: queue.url, name: 'bench', log });
  starting.defer(() => bus.close());
  await bus.ensureStreams();
  const env = {
    NATS_URL: queue.url,
    MONGODB_URI: url.href,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    MODELS_FILE: models,
    TURN_SLOTS: String(atOnce),
    PROVIDER_CONCURRENCY: String(atOnce),
  };
  const running = starting.move();
  return {
    bus,
    start: () => startMeasured(PROGRAM, env),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
