import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';

/** Where a database runs already that the tests are to use; undefined: each stack starts its own. */
export const OUTSIDE_DATABASE = process.env['PARLEY_TEST_MONGODB_URI'];

/** What a stack is given so that it has a database to itself, and how that one is removed. */
export function freshDatabase(): { env: NodeJS.ProcessEnv; drop(): Promise<void> } {
  if (!OUTSIDE_DATABASE) return { env: {}, drop: async () => {} };
  const uri = new URL(OUTSIDE_DATABASE);
  uri.pathname = `/e2e_${randomUUID().replaceAll('-', '')}`;
  return {
    env: { MONGODB_URI: uri.href },
    async drop() {
      const client = await MongoClient.connect(uri.href);
      await client.db().dropDatabase();
      await client.close();
    },
  };
}
