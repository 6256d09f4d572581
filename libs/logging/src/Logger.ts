/** What a line says beside its event. Values may be anything: what must not be logged is taken out. */
export interface LogFields {
  readonly connectionId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly userId?: string | undefined;
  readonly traceId?: string | undefined;
  readonly [name: string]: unknown;
}

/** What happened, as noun.action: `message.accepted`. */
export type LogEvent = `${string}.${string}`;

/** Writes one line for each call: JSON with time, level, service, event and the fields. */
export interface Logger {
  trace(event: LogEvent, fields?: LogFields): void;
  debug(event: LogEvent, fields?: LogFields): void;
  info(event: LogEvent, fields?: LogFields): void;
  /** Something unwanted that the service deals with by itself; an error may be one of the fields. */
  warn(event: LogEvent, fields?: LogFields): void;
  /** Something that failed, with its cause. */
  error(event: LogEvent, error: unknown, fields?: LogFields): void;
  /** Something after which the service can't go on. */
  fatal(event: LogEvent, error: unknown, fields?: LogFields): void;
  /** How many `error` and `fatal` it, and all loggers that came of the same one, were told so far. */
  errors(): number;
  /** A logger whose lines all have these fields too. */
  child(fields: LogFields): Logger;
}
