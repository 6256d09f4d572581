/** The worker died, as far as a test is concerned. */
export class Crash extends Error {}

/** Calls that are left until the crash. */
export interface Fuse {
  left: number;
}

/**
 * The object, each of whose calls may be the worker's last: the fuse burns with every call, before and after it, and
 * once it is burnt nothing gets through any more. Frames go out, or don't, without a word.
 */
export function fused<T extends object>(target: T, fuse: Fuse): T {
  const burn = (): void => {
    if (fuse.left-- <= 0) throw new Crash();
  };
  return new Proxy(target, {
    get(object, key, receiver) {
      const value: unknown = Reflect.get(object, key, receiver);
      if (typeof value === 'object' && value !== null) return fused(value, fuse);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (key === 'publishOut' || key === 'publishUser')
          return fuse.left > 0 ? Reflect.apply(value, object, args) : undefined;
        burn();
        const result: unknown = Reflect.apply(value, object, args);
        if (!(result instanceof Promise)) return result;
        return result.then((done: unknown) => {
          burn();
          return done;
        });
      };
    },
  });
}
