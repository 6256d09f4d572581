/**
 * The result of `work`, unless it takes longer than `ms` milliseconds.
 *
 * @throws Error that names `what` and the bound; the work itself isn't ended by that
 */
export async function within<T>(what: string, ms: number, work: () => Promise<T> | T): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
