import { defineConfig, loadConfig, mongoKeys } from '@parley/config';
import { createLogger } from '@parley/logging';
import { createKeyRing, openStore, type Store } from '@parley/store';

/** Does `work` with the store that `MONGODB_URI` and `ENCRYPTION_KEYS` name. */
export async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const { MONGODB_URI: url, ENCRYPTION_KEYS } = loadConfig(defineConfig(mongoKeys), process.env);
  const log = createLogger({ service: 'keys', level: 'silent' });
  const store = await openStore({ url, keys: createKeyRing(ENCRYPTION_KEYS), log });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
