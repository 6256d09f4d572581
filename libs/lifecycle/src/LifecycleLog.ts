/** What this package needs of a logger. */
export interface LifecycleLog {
  info(event: `${string}.${string}`, fields?: Record<string, unknown>): void;
  error(event: `${string}.${string}`, error: unknown, fields?: Record<string, unknown>): void;
  fatal(event: `${string}.${string}`, error: unknown, fields?: Record<string, unknown>): void;
}
