import type { Doc } from './bson/value.ts';

/** An error that the client gets, with MongoDB's number and name for it. */
export class CommandError extends Error {
  readonly code: number;
  readonly codeName: string;
  /** Further fields of the reply, such as `keyPattern` of a duplicate key. */
  readonly details: Doc;

  constructor(code: number, codeName: string, message: string, details: Doc = {}) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.codeName = codeName;
    this.details = details;
  }
}

/** The error for anything of MongoDB that the embedded database leaves out. */
export function unserved(what: string): CommandError {
  return new CommandError(238, 'NotImplemented', `the embedded database does not serve ${what}`);
}

/** The error for a value of a command that has no meaning. */
export function badValue(message: string): CommandError {
  return new CommandError(2, 'BadValue', message);
}

/** The error for a value whose type is wrong. */
export function typeMismatch(message: string): CommandError {
  return new CommandError(14, 'TypeMismatch', message);
}
