import { CommandError, badValue, unserved } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import { isNumeric, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { matcher } from '../query/matcher.ts';
import type { Test } from '../query/reach.ts';
import { type OrderField, orderFields } from '../query/sortOrder.ts';

/** What an index is, as declared. */
export interface IndexDefinition {
  /** The declaration as `listIndexes` tells it. */
  spec: Doc;
  name: string;
  fields: OrderField[];
  /** The fields of a document that decide about its entries; `undefined`: any may. */
  reads: readonly string[] | undefined;
  unique: boolean;
  sparse: boolean;
  /** Seconds after the date in its one field at which a document expires. */
  expireAfterSeconds: number | undefined;
  partial: { filter: Doc; matches: Test } | undefined;
}

/** Options that change nothing here: the version of the format, and how the index is built. */
const ignored = new Set(['v', 'background']);
const known = new Set(['key', 'name', 'unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression']);

/** Reads the declaration of an index; an option that isn't served is an error that names it. */
export function indexDefinition(declared: Doc): IndexDefinition {
  for (const option of Object.keys(declared)) {
    if (!known.has(option) && !ignored.has(option)) throw unserved(`the index option ${option}`);
  }
  const { key, name } = declared;
  if (!isDoc(key) || Object.keys(key).length === 0)
    throw badValue('an index needs a key of at least one field');
  if (typeof name !== 'string' || name === '') throw badValue('an index needs a name');
  const spec: Doc = { ...declared };
  for (const option of ignored) delete spec[option];
  const fields = orderFields(key, 'index');
  return {
    spec,
    name,
    fields,
    reads: readsOf(fields, declared['partialFilterExpression']),
    unique: flag(declared['unique']),
    sparse: flag(declared['sparse']),
    expireAfterSeconds: expiry(declared['expireAfterSeconds'], fields),
    partial: partial(declared),
  };
}

function readsOf(fields: readonly OrderField[], filter: Value | undefined): string[] | undefined {
  const names = [...fields.map(({ name }) => name), ...(isDoc(filter) ? Object.keys(filter) : [])];
  if (names.some((name) => name.startsWith('$'))) return undefined;
  return [...new Set(names.map((name) => name.split('.', 1).join()))];
}

function flag(value: Value | undefined): boolean {
  return isNumeric(value) ? toDouble(value) !== 0 : value === true;
}

function expiry(value: Value | undefined, fields: OrderField[]): number | undefined {
  if (value === undefined) return undefined;
  const seconds = isNumeric(value) ? toDouble(value) : Number.NaN;
  if (!(seconds >= 0 && seconds <= 2_147_483_647) || fields.length !== 1 || fields[0]?.name === '_id') {
    const rule = 'expireAfterSeconds needs one field other than _id and a number from 0 to 2147483647';
    throw new CommandError(67, 'CannotCreateIndex', rule);
  }
  return seconds;
}

function partial(declared: Doc): IndexDefinition['partial'] {
  const filter = declared['partialFilterExpression'];
  if (filter === undefined) return undefined;
  if (!isDoc(filter)) throw badValue('partialFilterExpression must be a document');
  if (flag(declared['sparse'])) {
    throw new CommandError(67, 'CannotCreateIndex', 'cannot mix partialFilterExpression and sparse options');
  }
  return { filter, matches: matcher(filter) };
}
