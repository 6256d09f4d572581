import { SealedDataError, type SessionOf } from '@parley/store';

/** Sessions that are looked at at the same time: some take half a second, when gateways have to be asked. */
const AT_ONCE = 16;

/**
 * Looks at each session; one that can't be read any more keeps nobody from the others. Any other failure ends it: those
 * that were begun are waited for, then the first one's error is thrown.
 */
export async function each(
  found: AsyncIterable<SessionOf> | Iterable<SessionOf>,
  look: (one: SessionOf) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const one of found) {
    // Never rejects: while the next session is waited for, nobody would hear.
    const task = look(one)
      .catch((error: unknown) => {
        if (!(error instanceof SealedDataError)) failures.push(error);
      })
      .finally(() => running.delete(task));
    running.add(task);
    if (running.size >= AT_ONCE) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
