import { CommandError, typeMismatch } from '../commandError.ts';
import { decode } from '../bson/codec.ts';
import { isDoc } from '../bson/kindOf.ts';
import { isNumeric, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { fieldOf } from '../query/walkPath.ts';
import type { Request } from './command.ts';

/** A document in a command's field; empty when missing. Throws TypeMismatch. */
export function docArgument(body: Doc, name: string): Doc {
  const value = fieldOf(body, name) ?? {};
  if (!isDoc(value)) throw typeMismatch(`${name} must be a document`);
  return value;
}

/** A string in a command's field. Throws TypeMismatch. */
export function stringArgument(body: Doc, name: string): string {
  const value = fieldOf(body, name);
  if (typeof value !== 'string') throw typeMismatch(`${name} must be a string`);
  return value;
}

/** A whole number of 0 or more in a command's field; undefined when missing. Throws TypeMismatch. */
export function countArgument(body: Doc, name: string): number | undefined {
  const value = fieldOf(body, name);
  if (value === undefined) return undefined;
  const number = isNumeric(value) ? toDouble(value) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < 0)
    throw typeMismatch(`${name} must be a whole number of 0 or more`);
  return number;
}

/** A flag in a command's field, `fallback` when missing. Throws TypeMismatch. */
export function flagArgument(body: Doc, name: string, fallback = false): boolean {
  const value = fieldOf(body, name) ?? fallback;
  if (isNumeric(value)) return toDouble(value) !== 0;
  if (typeof value !== 'boolean') throw typeMismatch(`${name} must be a boolean`);
  return value;
}

/** An array in a command's field; empty when missing. Throws TypeMismatch. */
export function arrayArgument(body: Doc, name: string): Value[] {
  const value = fieldOf(body, name) ?? [];
  if (!Array.isArray(value)) throw typeMismatch(`${name} must be an array`);
  return value;
}

/** The documents in a command's field, however they were sent. Throws TypeMismatch, FailedToParse. */
export function docsArgument(request: Request, name: string): Doc[] {
  const sent = request.raw.get(name)?.map(decode) ?? arrayArgument(request.body, name);
  if (sent.length === 0) throw new CommandError(9, 'FailedToParse', `${name} must not be empty`);
  return sent.map((each) => {
    if (!isDoc(each)) throw typeMismatch(`${name} must be documents`);
    return each;
  });
}
