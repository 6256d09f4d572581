import type { Logger } from '@parley/logging';

/** A logger that says nothing. */
export const quiet: Logger = {
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  fatal: () => {},
  errors: () => 0,
  child: () => quiet,
};
