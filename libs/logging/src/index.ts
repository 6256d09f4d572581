export { createLogger, type LoggerOptions, type LogLevel } from './createLogger.ts';
export type { LogEvent, LogFields, Logger } from './Logger.ts';
export { redactText } from './redactText.ts';
