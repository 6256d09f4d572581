import { setImmediate } from 'node:timers/promises';

/** How long may be counted at a stretch, in milliseconds: meanwhile no other answer gets a token. */
const STRETCH_MS = 8;

/** Lets others have their turn whenever enough time went by since it last did. */
export function createPause(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < STRETCH_MS) return;
    await setImmediate();
    began = performance.now();
  };
}
