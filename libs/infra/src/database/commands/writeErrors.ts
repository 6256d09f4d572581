import { CommandError } from '../commandError.ts';

/** What a reply says of one of several writes. */
export type WriteReport = Readonly<Record<string, unknown>>;

/**
 * Does the writes of a command one by one and gives the errors of those that failed. `ordered`: the first failure ends
 * it. A document that fails stays as it was, the ones before it stand.
 */
export function writeEach<T>(
  items: readonly T[],
  ordered: boolean,
  write: (item: T, index: number) => void,
): WriteReport[] {
  const errors: WriteReport[] = [];
  for (const [index, item] of items.entries()) {
    try {
      write(item, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push({ index, code: error.code, errmsg: error.message, ...error.details });
      if (ordered) break;
    }
  }
  return errors;
}

/** The part of a reply that tells of failures; nothing when there were none. */
export function withErrors(reply: WriteReport, writeErrors: readonly WriteReport[]): WriteReport {
  return writeErrors.length === 0 ? reply : { ...reply, writeErrors };
}
