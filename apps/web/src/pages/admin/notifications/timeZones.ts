/** Where this browser is; `UTC` where it doesn't say. */
export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** All time zones that this browser knows, and these. */
export const timeZones = (...more: readonly string[]): readonly string[] =>
  [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...more])].toSorted();
