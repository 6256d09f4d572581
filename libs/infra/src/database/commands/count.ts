import { countArgument, docArgument, stringArgument } from '../server/arguments.ts';
import type { Command } from '../server/command.ts';
import { matcher } from '../query/matcher.ts';
import { matches } from '../storage/matches.ts';

/** `count`: the number of documents that a filter matches. */
export const count: Command = {
  fields: ['query', 'skip', 'limit'],
  writes: false,
  run({ name, db, body, database }) {
    const collection = database.catalogue.get(db, stringArgument(body, name));
    const filter = docArgument(body, 'query');
    const skip = countArgument(body, 'skip') ?? 0;
    const limit = countArgument(body, 'limit') || Number.POSITIVE_INFINITY;
    matcher(filter);
    if (!collection) return { n: 0 };
    let all = 0;
    if (Object.keys(filter).length === 0) all = collection.count();
    else for (const _ of matches(database.sqlite, collection, filter)) all++;
    return { n: Math.min(Math.max(all - skip, 0), limit) };
  },
};
