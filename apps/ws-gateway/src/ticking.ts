import type { Part } from '@parley/lifecycle';

/** The one timer of a gateway: calls `act` every `ms` milliseconds. */
export function ticking(ms: number, act: () => void): Part {
  let timer: NodeJS.Timeout | undefined;
  return {
    name: 'ticks',
    start: () => {
      timer = setInterval(act, ms);
    },
    stop: () => clearInterval(timer),
  };
}
