import { encodeKey } from '../bson/encodeKey.ts';
import type { Value } from '../bson/value.ts';
import { docArgument, stringArgument } from '../server/arguments.ts';
import type { Command } from '../server/command.ts';
import { matcher } from '../query/matcher.ts';
import { walkPath } from '../query/walkPath.ts';
import { matches } from '../storage/matches.ts';
import { compare } from '../bson/compare.ts';

/** `distinct`: the different values of a field, an array's elements each by itself, in BSON's order. */
export const distinct: Command = {
  fields: ['key', 'query'],
  writes: false,
  run({ name, db, body, database }) {
    const collection = database.catalogue.get(db, stringArgument(body, name));
    const path = stringArgument(body, 'key').split('.');
    const filter = docArgument(body, 'query');
    matcher(filter);
    const values = new Map<string, Value>();
    const add = (value: Value) => {
      const key = Buffer.from(encodeKey([value], [1])).toString('latin1');
      if (!values.has(key)) values.set(key, value);
    };
    for (const { doc } of collection ? matches(database.sqlite, collection, filter) : []) {
      walkPath(doc, path, (value) => {
        if (Array.isArray(value)) value.forEach(add);
        else if (value !== undefined) add(value);
        return false;
      });
    }
    return { values: [...values.values()].sort(compare) };
  },
};
