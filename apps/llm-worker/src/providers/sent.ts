/** A count as a provider sent it; whatever is none counts as not sent. */
export const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;

/** The fields of something that was sent; none if it is no object. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** A text as a provider sent it; empty if it sent none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
