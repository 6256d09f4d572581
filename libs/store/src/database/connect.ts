import type { Logger } from '@parley/logging';
import { MongoClient } from 'mongodb';

/**
 * Bounds of every operation, in milliseconds, so that an outage is refused quickly. The driver repeats nothing by
 * itself: whoever asked loads again and decides again.
 */
const BOUNDS = {
  serverSelectionTimeoutMS: 2000,
  connectTimeoutMS: 2000,
  socketTimeoutMS: 3000,
  waitQueueTimeoutMS: 2000,
  retryReads: false,
  retryWrites: false,
} as const;

/** What was acked survives the loss of a replica, and nothing is read that might not. */
const CONCERNS = {
  readPreference: 'primary',
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority', journal: true },
} as const;

const DEFAULT_DATABASE = 'parley';
const NAMES_DATABASE = /^mongodb(\+srv)?:\/\/[^/]+\/[^?]/;

/** Name of the database: given, or in the URL, or `parley`. */
export const databaseName = (url: string, given: string | undefined): string | undefined =>
  given ?? (NAMES_DATABASE.test(url) ? undefined : DEFAULT_DATABASE);

/** A client that logs when a server goes away and comes back. It connects by itself, whenever needed. */
export function connect(url: string, log: Logger): MongoClient {
  const client = new MongoClient(url, { appName: 'parley', ignoreUndefined: true, ...BOUNDS, ...CONCERNS });
  client.on('serverDescriptionChanged', ({ address, previousDescription, newDescription }) => {
    const [was, is] = [previousDescription.type !== 'Unknown', newDescription.type !== 'Unknown'];
    if (was && !is) log.warn('database.lost', { address, cause: newDescription.error });
    if (!was && is) log.info('database.found', { address });
  });
  return client;
}
