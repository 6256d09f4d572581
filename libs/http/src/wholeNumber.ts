import { z } from 'zod';

/** A whole number in a query or a path, from `min` to `max` where there is one. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  const isOpen = max === Number.MAX_SAFE_INTEGER;
  const rule = isOpen
    ? `must be a whole number of at least ${min}`
    : `must be a whole number from ${min} to ${max}`;
  return z.coerce.number(rule).int(rule).min(min, rule).max(max, rule);
}
