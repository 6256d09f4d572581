import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startParley, type Parley } from '@parley/dev';
import { WIDE } from './startGateway.ts';

/** All of Parley as `npm start` runs it, its one model being the given provider. */
export async function startStack(providerUrl: string): Promise<Parley & AsyncDisposable> {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const models = join(dataDir, 'models.json');
  const model = {
    id: 'bench',
    label: 'Bench',
    provider: 'openai',
    model: 'bench',
    baseUrl: `${providerUrl}/v1`,
    apiKey: 'none',
  };
  // JSON is YAML, too.
  await writeFile(
    models,
    JSON.stringify({ models: [{ ...model, contextTokens: 1_000_000, maxOutputTokens: 1024 }] }),
  );
  const parley = await startParley({ dataDir, env: { ...WIDE, MODELS_FILE: models } });
  return {
    ...parley,
    async [Symbol.asyncDispose]() {
      await parley.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
