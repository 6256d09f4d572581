import type { z } from 'zod';
import { readDuration } from './readDuration.ts';
import { textType } from './textType.ts';

/** A bucket of `n`, full at the start and refilled evenly within `perMs` milliseconds. */
export interface Rate {
  readonly n: number;
  readonly perMs: number;
}

/** A rate such as `30/1m`: a bucket of 30, refilled evenly within one minute. */
export function rate(): z.ZodType<Rate, string> {
  return textType('must be a rate, a whole number from 1 on, a slash and a duration', (text) => {
    const match = /^([1-9]\d{0,8})\/(.+)$/.exec(text);
    const perMs = readDuration(match?.[2] ?? '');
    if (!match || !perMs) return undefined;
    return Object.freeze({ n: Number(match[1]), perMs });
  });
}
