import { spanWords } from './spanWords.ts';

const MINUTE_MS = 60_000;

/** What stands above a model's thoughts: that it thinks, or how long it did where that is known. */
export function thoughtWords(isThinking: boolean, ms: number | undefined): string {
  if (isThinking) return 'Thinking…';
  if (ms === undefined) return 'Thoughts';
  if (ms >= MINUTE_MS) return `Thought for ${spanWords(ms)}`;
  return `Thought for ${Math.max(1, Math.floor(ms / 1000))} s`;
}
