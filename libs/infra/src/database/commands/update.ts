import { badValue, unserved } from '../commandError.ts';
import type { Doc } from '../bson/value.ts';
import {
  arrayArgument,
  docArgument,
  docsArgument,
  flagArgument,
  stringArgument,
} from '../server/arguments.ts';
import type { Command, Request } from '../server/command.ts';
import { orderFields } from '../query/sortOrder.ts';
import { type Match, matches } from '../storage/matches.ts';
import type { Collection } from '../storage/collection.ts';
import { updateOf } from '../update/updateOf.ts';
import { modify, upsert } from './modify.ts';
import { withErrors, writeEach, type WriteReport } from './writeErrors.ts';

const served = new Set(['q', 'u', 'multi', 'upsert', 'arrayFilters', 'sort']);

/** `update`: changes, replaces or upserts documents. */
export const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation'],
  writes: true,
  run(request) {
    const { name, db, body, database } = request;
    const collection = database.catalogue.getOrCreate(db, stringArgument(body, name));
    const reply = { n: 0, nModified: 0 };
    const upserted: WriteReport[] = [];
    const errors = writeEach(
      docsArgument(request, 'updates'),
      flagArgument(body, 'ordered', true),
      (statement, index) => {
        const done = runStatement(request, collection, statement);
        reply.n += done.matched + (done.upserted ? 1 : 0);
        reply.nModified += done.modified;
        if (done.upserted) upserted.push({ index, _id: done.upserted['_id'] });
      },
    );
    return withErrors(upserted.length > 0 ? { ...reply, upserted } : reply, errors);
  },
};

function runStatement({ database, now }: Request, collection: Collection, statement: Doc) {
  for (const field of Object.keys(statement)) {
    if (!served.has(field)) throw unserved(`the field updates.${field} of the command update`);
  }
  const filter = docArgument(statement, 'q');
  const multi = flagArgument(statement, 'multi');
  const change = statement['u'] ?? null;
  const update = updateOf(change, arrayArgument(statement, 'arrayFilters'), now);
  const isReplacement = !Object.keys(docArgument(statement, 'u')).some((name) => name.startsWith('$'));
  if (multi && isReplacement) throw badValue('multi update is not supported for replacement-style update');
  const sort = orderFields(docArgument(statement, 'sort'), 'sort');
  const targets = targetsOf(
    matches(database.sqlite, collection, filter, { sort, limit: multi ? undefined : 1 }),
    multi,
  );
  const done = { matched: 0, modified: 0, upserted: undefined as Doc | undefined };
  for (const target of targets) {
    const match = typeof target === 'number' ? collection.read(target) : target;
    done.matched++;
    if (modify(collection, match, update).changed) done.modified++;
  }
  if (done.matched === 0 && flagArgument(statement, 'upsert'))
    done.upserted = upsert(collection, filter, update);
  return done;
}

/**
 * The one document to be changed, or the rows of all: they are found before the first is changed, since a change must
 * not bring a document before the scan again.
 */
function targetsOf(found: Iterable<Match>, multi: boolean): Iterable<Match | number> {
  return multi ? Array.from(found, ({ row }) => row) : Iterator.from(found).take(1);
}
