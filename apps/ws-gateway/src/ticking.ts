import type { Part } from '@parley/lifecycle';

/** Calls `act` every `ms` milliseconds. */
export function ticking(name: string, ms: number, act: () => void): Part {
  let timer: NodeJS.Timeout | undefined;
  return {
    name,
    start: () => {
      timer = setInterval(act, ms);
    },
    stop: () => clearInterval(timer),
  };
}
