import { MongoError, MongoInvalidArgumentError, MongoParseError, MongoServerError } from 'mongodb';
import { StoreUnavailable } from './StoreUnavailable.ts';

const DUPLICATE_KEY = 11_000;
/** Documents over 16 MB: the same however often it is tried. */
const TOO_LARGE = 10_334;

/** Whether a unique index refused it. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

const isOurFault = (error: MongoError): boolean =>
  error instanceof MongoInvalidArgumentError ||
  error instanceof MongoParseError ||
  (error instanceof MongoServerError && error.code === TOO_LARGE);

/**
 * Does `work` at the database; `operation` names it.
 * @throws StoreUnavailable for whatever the driver or the server throws, unknown errors too: a compatible server has
 *   errors of its own (deadlocks, say) that are over at the next try. Not for a duplicate key, which is an answer.
 */
export async function atDatabase<T>(operation: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MongoError) || isDuplicateKey(error) || isOurFault(error)) throw error;
    throw new StoreUnavailable(operation, error);
  }
}
