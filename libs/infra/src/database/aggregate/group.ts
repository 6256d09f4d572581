import { CommandError } from '../commandError.ts';
import { encodeKey } from '../bson/encodeKey.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { type Accumulator, accumulatorOf } from './accumulators.ts';
import { checkHeld } from './checkHeld.ts';
import { type Expression, expression } from './expression.ts';

interface Field {
  name: string;
  accumulator: () => Accumulator;
  of: Expression;
}

/** `$group`: one document for each different value of `_id`, with what its accumulators gather. */
export function group(spec: Doc): (docs: Iterable<Doc>) => Iterable<Doc> {
  if (spec['_id'] === undefined)
    throw new CommandError(15955, 'Location15955', 'a group specification must include an _id');
  const keyOf = expression(spec['_id']);
  const fields = Object.entries(spec)
    .filter(([name]) => name !== '_id')
    .map(([name, value]) => fieldOf(name, value));
  return function* (docs) {
    const groups = new Map<string, { _id: Value; gathered: Accumulator[] }>();
    for (const doc of docs) {
      const _id = keyOf(doc) ?? null;
      const key = Buffer.from(encodeKey([_id], [1])).toString('latin1');
      let found = groups.get(key);
      if (!found) {
        found = { _id, gathered: fields.map(({ accumulator }) => accumulator()) };
        groups.set(key, found);
        checkHeld('$group', groups.size);
      }
      for (const [i, { of }] of fields.entries()) found.gathered[i]?.add(of(doc));
    }
    for (const { _id, gathered } of groups.values()) {
      const results = gathered.map((each, i) => [fields[i]?.name ?? '', each.result()] as const);
      yield { _id, ...Object.fromEntries(results) };
    }
  };
}

function fieldOf(name: string, spec: Value): Field {
  const [operator, ...others] = isDoc(spec) ? Object.keys(spec) : [];
  if (!isDoc(spec) || operator === undefined || others.length > 0 || name.includes('.')) {
    throw new CommandError(40234, 'Location40234', `The field '${name}' must be an accumulator object`);
  }
  return { name, accumulator: accumulatorOf(operator), of: expression(spec[operator] as Value) };
}
