import { HandlerTimeout } from './HandlerTimeout.ts';

const GRACE_MS = 500;

/**
 * Runs `work` with a signal that aborts after `ms`, or with `parent`. Work that goes on regardless is left alone half
 * a second later.
 * @throws HandlerTimeout when it was left alone
 */
export async function withDeadline<T>(
  ms: number,
  parent: AbortSignal,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const late = new HandlerTimeout(ms);
  const deadline = new AbortController();
  const signal = AbortSignal.any([deadline.signal, parent]);
  let leave: NodeJS.Timeout | undefined;
  const left = new Promise<never>((_, reject) => {
    leave = setTimeout(() => reject(late), ms + GRACE_MS);
  });
  const abort = setTimeout(() => deadline.abort(late), ms);
  try {
    return await Promise.race([(async () => work(signal))(), left]);
  } finally {
    clearTimeout(abort);
    clearTimeout(leave);
  }
}
