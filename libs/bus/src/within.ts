import { ParleyError } from '@parley/protocol';

/**
 * Waits for `work`, at most `ms` milliseconds.
 * @throws ParleyError service/timeout
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ParleyError('service', 'timeout', `must be done within ${ms} ms`)),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
