import { badValue } from '../commandError.ts';
import { isNumeric } from '../bson/numbers.ts';
import type { Doc, Value } from '../bson/value.ts';
import { projection } from '../query/projection.ts';
import { expression } from './expression.ts';
import type { Stage } from './stage.ts';

/** `$project`: includes or excludes fields, and makes new ones at the top of the document from expressions. */
export function project(spec: Doc): Stage {
  const entries = Object.entries(spec);
  if (entries.length === 0) throw badValue('$project needs at least one field');
  const computed = entries.filter(([, value]) => !isFlag(value));
  const flags = Object.fromEntries(entries.filter(([, value]) => isFlag(value)));
  if (computed.some(([name]) => name.includes('.')))
    throw badValue('$project makes new fields only at the top');
  const made = computed.map(([name, value]) => [name, expression(value)] as const);
  // With new fields it includes: what isn't named falls away, `_id` excepted.
  const keeps = made.length > 0 ? including(flags) : projection(flags);
  return function* (docs) {
    for (const doc of docs) {
      const kept = keeps ? keeps(doc) : doc;
      const added: Doc = {};
      for (const [name, make] of made) {
        const value = make(doc);
        if (value !== undefined) added[name] = value;
      }
      yield { ...kept, ...added };
    }
  };
}

function including(flags: Doc) {
  const others = Object.keys(flags).some((name) => name !== '_id');
  if (others) return projection(flags);
  const withoutId = Object.hasOwn(flags, '_id') && projection(flags)?.({ _id: null })['_id'] === undefined;
  return ({ _id }: Doc): Doc => (withoutId || _id === undefined ? {} : { _id });
}

function isFlag(value: Value): boolean {
  return typeof value === 'boolean' || isNumeric(value);
}
