import type { TestDatabase } from '@parley/infra';
import { MongoClient, type Document } from 'mongodb';

type Raw = Document & { readonly _id: string };

/** The documents as they stand in a database, past the store. */
export interface RawDatabase {
  /** All documents of a collection. */
  all(collection: string): Promise<Raw[]>;
  put(collection: string, documents: readonly Raw[]): Promise<void>;
  remove(collection: string, id: string): Promise<void>;
  close(): Promise<void>;
}

export function rawDatabase({ url }: Pick<TestDatabase, 'url'>, name: string): RawDatabase {
  const client = new MongoClient(url);
  const db = client.db(name);
  return {
    all: (collection) => db.collection<Raw>(collection).find().toArray(),
    async put(collection, documents) {
      await db.collection<Raw>(collection).insertMany([...documents]);
    },
    async remove(collection, id) {
      await db.collection<Raw>(collection).deleteOne({ _id: id });
    },
    close: () => client.close(),
  };
}
