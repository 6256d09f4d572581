import type { z } from 'zod';
import { readDuration } from './readDuration.ts';
import { textType } from './textType.ts';

/**
 * A duration such as `250ms`, `4s`, `15m`, `1.5h` or `30d`, as milliseconds.
 *
 * @param bounds the shortest and the longest that make sense, in milliseconds
 */
export function duration(bounds: { min?: number; max?: number } = {}): z.ZodType<number, string> {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = bounds;
  const between = [
    min > 0 ? ` of at least ${min}ms` : '',
    max < Number.MAX_SAFE_INTEGER ? ` of at most ${max}ms` : '',
  ].join('');
  return textType(`must be a duration${between}, a number with ms, s, m, h or d`, (text) => {
    const ms = readDuration(text);
    return ms !== undefined && ms >= min && ms <= max ? ms : undefined;
  });
}
