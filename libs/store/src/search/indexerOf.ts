import type { DataKey } from '../crypto/createDataKey.ts';
import { createIndexer, type Indexer } from './createIndexer.ts';

const indexers = new WeakMap<DataKey, Indexer>();

/**
 * The indexer of a user: a key of its own, derived from the user's data key, so it dies with that one.
 * @throws SealedDataError when the data key is gone
 */
export function indexerOf(key: DataKey): Indexer {
  const known = indexers.get(key);
  if (known) return known;
  const made = createIndexer(key.derive('parley search'));
  indexers.set(key, made);
  return made;
}
