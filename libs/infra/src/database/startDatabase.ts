import { join } from 'node:path';
import type { DatabaseOptions, DatabaseServer } from './databaseServer.ts';
import { startEmbeddedDatabase } from './startEmbeddedDatabase.ts';
import { findMongod, startMongod } from './startMongod.ts';

/**
 * Starts a database for the official `mongodb` driver: a `mongod` when one is on `PATH`, else the embedded database.
 * Each keeps its files in a folder of its own within `dataDir`.
 * @throws Error when it doesn't serve in time (with the end of its log)
 */
export async function startDatabase(options: DatabaseOptions): Promise<DatabaseServer> {
  const mongod = await findMongod();
  if (mongod) return startMongod(mongod, { ...options, dataDir: join(options.dataDir, 'mongod') });
  return startEmbeddedDatabase({ ...options, dataDir: join(options.dataDir, 'embedded') });
}
