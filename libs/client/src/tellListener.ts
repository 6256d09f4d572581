import type { Timeline } from './sessionHandle.ts';

/** A page's mistake is the page's: it is thrown where it stops nothing of the client. */
export function tellListener(listener: (timeline: Timeline) => void, timeline: Timeline): void {
  try {
    listener(timeline);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
