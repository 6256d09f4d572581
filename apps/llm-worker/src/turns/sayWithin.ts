import { MAX_ANSWER } from '@parley/protocol';
import { cutTo } from './cutTo.ts';
import type { RunningAnswer } from './RunningAnswer.ts';

/** Of what the model thinks, what is shown and kept; it may think on. */
const MAX_REASONING = 40_000;

/** Takes what a model says and thinks. */
export interface Saying {
  /** The answer's next piece: what is too long for the longest answer breaks it off. */
  say(piece: string): void;
  /** The next piece of what it thinks: what is too long isn't shown. */
  think(piece: string): void;
}

/** Takes it into an answer, within its bounds: one piece alone may be larger than any message of the queue. */
export function sayWithin(running: RunningAnswer): Saying {
  const { deltas, reasoning } = running;
  const room = (): number => MAX_ANSWER - deltas.text.length - reasoning.text.length;
  let isThoughtCut = false;
  return {
    say(piece) {
      const fits = cutTo(piece, room());
      deltas.push(fits);
      if (fits !== piece) running.breakOff('too long');
    },
    think(piece) {
      if (isThoughtCut) return;
      const fits = cutTo(piece, Math.min(room(), MAX_REASONING - reasoning.text.length));
      isThoughtCut = fits !== piece;
      reasoning.push(fits);
    },
  };
}
