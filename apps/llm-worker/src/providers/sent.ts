/** More tokens than any call takes: who says more has miscounted. */
export const MOST_TOKENS = 1_000_000_000;

/** A count of tokens as a provider sent it; whatever is none, or is beyond any call, counts as not sent. */
export const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_TOKENS
    ? Math.abs(value) // JSON has a negative zero.
    : undefined;

/** The fields of something that was sent; none if it is no object. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** A text as a provider sent it; empty if it sent none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
