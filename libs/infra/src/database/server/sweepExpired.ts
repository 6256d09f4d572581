import type { Database } from '../storage/database.ts';
import type { Collection } from '../storage/collection.ts';
import type { Index } from '../storage/index.ts';
import { encode } from '../bson/codec.ts';
import { matches } from '../storage/matches.ts';
import type { Turn } from './turn.ts';

const maxPerSweep = 1000;

/** Takes out the documents whose TTL index says that they have expired, a bounded number at a time. */
export function sweepExpired(database: Database, turn: Turn, now: Date): void {
  for (const collection of database.catalogue.all()) {
    for (const index of collection.indexes) {
      const seconds = index.definition.expireAfterSeconds;
      if (seconds === undefined) continue;
      const nothing = () => new Uint8Array();
      const run = () => {
        removeExpired(database, collection, index, new Date(now.getTime() - seconds * 1000));
        return encode({});
      };
      turn.submit({ writes: true, run, fail: nothing, reply: nothing });
    }
  }
}

function removeExpired(database: Database, collection: Collection, index: Index, before: Date): void {
  const name = index.definition.fields[0]?.name;
  if (name === undefined) return;
  const partial = index.definition.partial?.filter ?? {};
  const others = Array.isArray(partial['$and']) ? partial['$and'] : [];
  const filter = { ...partial, $and: [...others, { [name]: { $lte: before } }] };
  const expired = matches(database.sqlite, collection, filter, { limit: maxPerSweep })
    .take(maxPerSweep)
    .toArray();
  for (const match of expired) collection.remove(match);
}
