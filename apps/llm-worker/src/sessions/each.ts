import { SealedDataError, type SessionOf } from '@parley/store';

/** Sessions that are looked at at the same time: some take half a second, when gateways have to be asked. */
const AT_ONCE = 16;

/** Looks at each session; one that can't be read any more keeps nobody from the others. */
export async function each(
  found: AsyncIterable<SessionOf> | Iterable<SessionOf>,
  look: (one: SessionOf) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for await (const one of found) {
    const task = look(one)
      .catch((error: unknown) => {
        if (!(error instanceof SealedDataError)) throw error;
      })
      .finally(() => running.delete(task));
    running.add(task);
    if (running.size >= AT_ONCE) await Promise.race(running);
  }
  await Promise.all(running);
}
