/** A number of slots, taken by one taker and given back by anybody. */
export interface FreeSlots {
  /** Resolves to true when a slot is free and taken, to false when stopped. */
  take: () => Promise<boolean>;
  giveBack: () => void;
}

export function freeSlots(count: number, stopping: AbortSignal): FreeSlots {
  let free = count;
  let wake: () => void = () => undefined;
  stopping.addEventListener('abort', () => wake(), { once: true });
  return {
    async take() {
      if (free === 0 && !stopping.aborted) await new Promise<void>((resolve) => (wake = resolve));
      if (stopping.aborted) return false;
      free--;
      return true;
    },
    giveBack() {
      free++;
      wake();
    },
  };
}
