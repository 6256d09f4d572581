import { badValue, unserved } from '../commandError.ts';
import {
  countArgument,
  docArgument,
  docsArgument,
  flagArgument,
  stringArgument,
} from '../server/arguments.ts';
import type { Command } from '../server/command.ts';
import { matcher } from '../query/matcher.ts';
import { matches } from '../storage/matches.ts';
import { withErrors, writeEach } from './writeErrors.ts';

const served = new Set(['q', 'limit']);

/** `delete`: takes out one or all documents that a filter matches. */
export const deleteCommand: Command = {
  fields: ['deletes', 'ordered'],
  writes: true,
  run(request) {
    const { name, db, body, database } = request;
    const collection = database.catalogue.get(db, stringArgument(body, name));
    let n = 0;
    const errors = writeEach(
      docsArgument(request, 'deletes'),
      flagArgument(body, 'ordered', true),
      (statement) => {
        for (const field of Object.keys(statement)) {
          if (!served.has(field)) throw unserved(`the field deletes.${field} of the command delete`);
        }
        const filter = docArgument(statement, 'q');
        const limit = countArgument(statement, 'limit') ?? 0;
        if (limit > 1) throw badValue('the limit of a delete must be 0 or 1');
        matcher(filter);
        if (!collection) return;
        const found = matches(database.sqlite, collection, filter, { limit: limit || undefined });
        // What is taken away behind the scan doesn't disturb it.
        for (const match of found) {
          collection.remove(match);
          n++;
          if (limit === 1) return;
        }
      },
    );
    return withErrors({ n }, errors);
  },
};
