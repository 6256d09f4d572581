import type { Deps } from './deps.ts';

const EVERY_MS = 60 * 60_000;

type UpkeepDeps = Pick<Deps, 'store' | 'log'>;

/**
 * What must be done at some time by somebody: data keys are wrapped with the ring's first key, removals that a crash cut
 * short are completed. Any number of workers may be at it.
 */
export async function upkeepOnce({ store, log }: UpkeepDeps): Promise<void> {
  const { rewrapped } = await store.keys.rewrap();
  if (rewrapped > 0) log.info('keys.rewrapped', { rewrapped });
  const removals = await store.removals.finish();
  if (removals > 0) log.info('removals.finished', { removals });
}

/** Does the upkeep now and each hour, in the background, until told to stop. */
export function startUpkeep(deps: UpkeepDeps): () => void {
  let stopped = false;
  const run = (): void => {
    upkeepOnce(deps).catch((error: unknown) => {
      // What a stop cuts short goes on with the next start.
      if (!stopped) deps.log.warn('upkeep.failed', { cause: error });
    });
  };
  run();
  const timer = setInterval(run, EVERY_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
