import pino from 'pino';
import type { LogEvent, LogFields, Logger } from './Logger.ts';
import { redact, type Plain } from './redact.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface LoggerOptions {
  /** The name of the service, in every line. */
  readonly service: string;
  /** The least important level that is written; `info` unless told. */
  readonly level?: LogLevel;
  /** Where lines go; standard output unless told, written at once so that a crash loses none. */
  readonly destination?: { write(line: string): void };
}

/** Names that a line has by itself, and `socket`, by which pino would take the fields for an HTTP request. */
const RESERVED = new Set(['time', 'level', 'service', 'event', 'error', 'socket']);

type Fields = Readonly<Record<string, Plain>>;

/** The fields as they may be written; one with a reserved name gets an underscore behind it. */
function plainFields(fields: LogFields | undefined): Fields {
  const plain = redact(fields ?? {});
  if (plain === undefined || plain === null || typeof plain !== 'object' || Array.isArray(plain)) return {};
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [RESERVED.has(name) ? `${name}_` : name, value]),
  );
}

function wrap(base: pino.Logger, bound: Fields, told: { errors: number }): Logger {
  const write = (
    level: pino.Level,
    event: LogEvent,
    fields: LogFields | undefined,
    error?: { thrown: unknown },
  ) => {
    if (!base.isLevelEnabled(level)) return;
    const failed = error ? { error: redact(error.thrown) ?? null } : {};
    base[level]({ event: redact(event), ...bound, ...plainFields(fields), ...failed });
  };
  return {
    trace: (event, fields) => write('trace', event, fields),
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error(event, thrown, fields) {
      told.errors++;
      write('error', event, fields, { thrown });
    },
    fatal(event, thrown, fields) {
      told.errors++;
      write('fatal', event, fields, { thrown });
    },
    errors: () => told.errors,
    child: (fields) => wrap(base, { ...bound, ...plainFields(fields) }, told),
  };
}

/**
 * A logger that writes one line of JSON for each event: `time` (ISO 8601), `level` (a word), `service`, `event` and
 * its fields. Tokens, keys, passwords and what people said are taken out of everything, errors and their causes included.
 */
export function createLogger(options: LoggerOptions): Logger {
  const settings: pino.LoggerOptions = {
    level: options.level ?? 'info',
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  const base = options.destination ? pino(settings, options.destination) : pino(settings);
  return wrap(base, {}, { errors: 0 });
}
