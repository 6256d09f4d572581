import { docArgument, countArgument, flagArgument, stringArgument } from '../server/arguments.ts';
import type { Command } from '../server/command.ts';
import { cursorReply } from '../server/cursorReply.ts';
import { encode } from '../bson/codec.ts';
import { orderFields } from '../query/sortOrder.ts';
import { matcher } from '../query/matcher.ts';
import { type Projection, projection } from '../query/projection.ts';
import { type Match, matches } from '../storage/matches.ts';

const firstBatchSize = 101;

/** `find`: reads documents by a filter, in an order, some of their fields. */
export const find: Command = {
  fields: [
    'filter',
    'sort',
    'projection',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'noCursorTimeout',
    'allowDiskUse',
  ],
  writes: false,
  run({ name, db, body, database, now }) {
    const collection = database.catalogue.get(db, stringArgument(body, name));
    const namespace = `${db}.${stringArgument(body, name)}`;
    const filter = docArgument(body, 'filter');
    const sort = orderFields(docArgument(body, 'sort'), 'sort');
    const project = projection(docArgument(body, 'projection'));
    const skip = countArgument(body, 'skip') ?? 0;
    const limit = countArgument(body, 'limit') || undefined;
    const size = countArgument(body, 'batchSize') ?? firstBatchSize;
    if (!collection) {
      matcher(filter);
      return cursorReply('firstBatch', namespace, 0, []);
    }
    const end = limit === undefined ? undefined : skip + limit;
    const found = matches(database.sqlite, collection, filter, { sort, limit: end });
    const { documents, id } = database.cursors.first(
      namespace,
      results(found, skip, end, project),
      size,
      now,
    );
    const isWhole = flagArgument(body, 'singleBatch') && id !== 0;
    if (isWhole) database.cursors.kill(id);
    return cursorReply('firstBatch', namespace, isWhole ? 0 : id, documents);
  },
};

function* results(
  found: Iterable<Match>,
  skip: number,
  end: number | undefined,
  project: Projection | undefined,
): Generator<Uint8Array, void, undefined> {
  let position = 0;
  for (const { doc, bytes } of found) {
    if (position++ >= skip) yield project ? encode(project(doc)) : bytes;
    if (position === end) return;
  }
}
