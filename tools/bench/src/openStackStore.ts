import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, loadConfig, mongoKeys } from '@parley/config';
import type { Parley } from '@parley/dev';
import { createLogger } from '@parley/logging';
import { createKeyRing, openStore, type Store } from '@parley/store';

/** The store of a running stack, as its services open it. */
export async function openStackStore(stack: Parley): Promise<Store> {
  const { url } = stack.runFile('database');
  const secret = readFileSync(join(stack.dataDir, 'secrets', 'encryption-keys'), 'utf8').trim();
  const { ENCRYPTION_KEYS, MONGODB_URI } = loadConfig(defineConfig(mongoKeys), {
    MONGODB_URI: url,
    ENCRYPTION_KEYS: secret,
  });
  const log = createLogger({ service: 'bench', level: 'error' });
  return openStore({ url: MONGODB_URI, keys: createKeyRing(ENCRYPTION_KEYS), log });
}
