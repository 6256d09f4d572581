/** How often within the time some of the items get their turn. */
const STEPS = 50;

/**
 * Calls `act` for each of the items, spread evenly over `ms` milliseconds, so that what follows from it (thousands of
 * clients that ask again) doesn't come all at once.
 *
 * @returns ends it; `done` resolves when it is over, either way
 */
export function spread<T>(
  items: readonly T[],
  ms: number,
  act: (item: T) => void,
): { readonly stop: () => void; readonly done: Promise<void> } {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let step = 0;
  let at = 0;
  const timer = setInterval(next, ms / STEPS);
  function stop(): void {
    clearInterval(timer);
    resolve();
  }
  function next(): void {
    step++;
    const end = Math.ceil((items.length * step) / STEPS);
    for (const item of items.slice(at, end)) act(item);
    at = end;
    if (at >= items.length) stop();
  }
  next();
  return { stop, done };
}
