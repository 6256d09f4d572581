/** A moment as a person reads it anywhere: `2026-01-31 09:05:00 UTC`. */
export const moment = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
