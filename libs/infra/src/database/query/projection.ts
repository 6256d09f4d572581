import { badValue, unserved } from '../commandError.ts';
import { isDoc } from '../bson/kindOf.ts';
import { isNumeric, toDouble } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';

/** A tree of the fields that a projection names: true is the whole field. */
interface Fields {
  [name: string]: true | Fields;
}

/** Makes what a projection leaves of a document. */
export type Projection = (doc: Doc) => Doc;

/** Builds a projection that includes or excludes fields; undefined when it leaves documents as they are. */
export function projection(spec: Doc): Projection | undefined {
  const entries = Object.entries(spec).map(([name, value]) => [name, isIncluded(name, value)] as const);
  if (entries.length === 0) return undefined;
  const others = entries.filter(([name]) => name !== '_id');
  const including = (others[0] ?? entries[0])?.[1] === true;
  if (others.some(([, included]) => included !== including)) {
    throw badValue('Cannot do exclusion and inclusion in one projection');
  }
  const idIncluded = entries.find(([name]) => name === '_id')?.[1];
  const fields: Fields = {};
  if (idIncluded === including || (including && idIncluded === undefined)) addField(fields, '_id');
  for (const [name] of others) addField(fields, name);
  return (doc) => (including ? include(doc, fields) : exclude(doc, fields));
}

function isIncluded(name: string, value: Value): boolean {
  if (name.split('.').some((part) => part.startsWith('$')))
    throw unserved(`the positional projection ${name}`);
  if (isDoc(value)) throw unserved(`the projection operator ${Object.keys(value)[0] ?? name}`);
  if (typeof value === 'boolean') return value;
  if (isNumeric(value)) return toDouble(value) !== 0;
  throw unserved(`a literal or an expression in the projection of ${name}`);
}

function addField(fields: Fields, name: string): void {
  const parts = name.split('.');
  const last = parts.pop() ?? '';
  let at = fields;
  for (const part of parts) {
    const next = Object.hasOwn(at, part) ? at[part] : (at[part] = {});
    if (next === true || next === undefined) throw collision(name);
    at = next;
  }
  if (Object.hasOwn(at, last)) throw collision(name);
  at[last] = true;
}

function collision(name: string): Error {
  return badValue(`Path collision at ${name}`);
}

function include(doc: Doc, fields: Fields): Doc {
  const kept: Doc = {};
  for (const [name, value] of Object.entries(doc)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === true) kept[name] = value;
    else if (field !== undefined) {
      const inner = includeWithin(value, field);
      if (inner !== undefined) kept[name] = inner;
    }
  }
  return kept;
}

/** Of an array, only elements that can have the fields stay; a scalar has none of them. */
function includeWithin(value: Value, fields: Fields): Value | undefined {
  if (Array.isArray(value)) {
    return value.map((element) => includeWithin(element, fields)).filter((element) => element !== undefined);
  }
  return isDoc(value) ? include(value, fields) : undefined;
}

function exclude(doc: Doc, fields: Fields): Doc {
  const kept: Doc = {};
  for (const [name, value] of Object.entries(doc)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) kept[name] = value;
    else if (field !== true) kept[name] = excludeWithin(value, field);
  }
  return kept;
}

function excludeWithin(value: Value, fields: Fields): Value {
  if (Array.isArray(value)) return value.map((element) => excludeWithin(element, fields));
  return isDoc(value) ? exclude(value, fields) : value;
}
