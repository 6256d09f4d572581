import { badValue } from '../commandError.ts';
import type { Doc } from '../bson/value.ts';
import { arrayArgument, docArgument, flagArgument, stringArgument } from '../server/arguments.ts';
import type { Command, Reply } from '../server/command.ts';
import { orderFields } from '../query/sortOrder.ts';
import { projection } from '../query/projection.ts';
import { matches } from '../storage/matches.ts';
import { updateOf } from '../update/updateOf.ts';
import { modify, upsert } from './modify.ts';

/** `findAndModify`: changes or removes one document and gives it, as it was or as it is now. */
export const findAndModify: Command = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'bypassDocumentValidation',
  ],
  writes: true,
  run({ name, db, body, database, now }) {
    const collection = database.catalogue.getOrCreate(db, stringArgument(body, name));
    const filter = docArgument(body, 'query');
    const sort = orderFields(docArgument(body, 'sort'), 'sort');
    const project = projection(docArgument(body, 'fields'));
    const answer = (doc: Doc | null, lastErrorObject: Reply) => ({
      lastErrorObject,
      value: doc && project ? project(doc) : doc,
    });
    const isRemoval = flagArgument(body, 'remove');
    if (isRemoval === (body['update'] !== undefined))
      throw badValue('either an update or remove=true must be specified');
    const update = isRemoval
      ? undefined
      : updateOf(body['update'] ?? null, arrayArgument(body, 'arrayFilters'), now);
    const wantsNew = flagArgument(body, 'new');
    const match = matches(database.sqlite, collection, filter, { sort, limit: 1 }).next().value;
    if (!update) {
      if (match) collection.remove(match);
      return answer(match?.doc ?? null, { n: match ? 1 : 0 });
    }
    if (match) {
      const { doc } = modify(collection, match, update);
      return answer(wantsNew ? doc : match.doc, { n: 1, updatedExisting: true });
    }
    if (!flagArgument(body, 'upsert')) return answer(null, { n: 0, updatedExisting: false });
    const made = upsert(collection, filter, update);
    return answer(wantsNew ? made : null, { n: 1, updatedExisting: false, upserted: made['_id'] });
  },
};
