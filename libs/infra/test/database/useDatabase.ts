import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { type Collection, type Db, type Document, MongoClient } from 'mongodb';
import { databaseForTests, type TestDatabase } from '../../src/index.ts';

/** A document with any `_id`; tests compare documents as wholes. */
export interface Doc extends Document {
  _id?: string | number | object;
}

export type UsedDatabase = {
  db: () => Db;
  url: () => string;
  /** An empty collection that nothing else uses. */
  fresh: (...documents: Doc[]) => Promise<Collection<Doc>>;
  /** Another client, as another process would have. */
  another: () => Promise<Db>;
};

/** Gives the tests of a file the database server that the environment chooses. */
export function useDatabase(): UsedDatabase {
  let server: TestDatabase;
  const clients: MongoClient[] = [];
  const connect = async () => {
    const client = await MongoClient.connect(server.url);
    clients.push(client);
    return client.db(server.name);
  };
  let db: Db;
  beforeAll(async () => {
    server = await databaseForTests();
    db = await connect();
  });
  afterAll(async () => {
    await db.dropDatabase();
    await Promise.all(clients.map((client) => client.close()));
    await server.stop();
  });
  return {
    db: () => db,
    url: () => server.url,
    another: connect,
    async fresh(...documents) {
      const collection = db.collection<Doc>(`c_${randomUUID().replaceAll('-', '')}`);
      if (documents.length > 0) await collection.insertMany(documents);
      return collection;
    },
  };
}
