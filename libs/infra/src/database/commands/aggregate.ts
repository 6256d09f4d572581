import { CommandError, unserved } from '../commandError.ts';
import { encode } from '../bson/codec.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { stage } from '../aggregate/stages.ts';
import { orderFields, type OrderField } from '../query/sortOrder.ts';
import { arrayArgument, countArgument, docArgument, stringArgument } from '../server/arguments.ts';
import type { Command } from '../server/command.ts';
import { cursorReply } from '../server/cursorReply.ts';
import { matches } from '../storage/matches.ts';

const firstBatchSize = 101;

/** `aggregate`: a pipeline over a collection. A leading `$match` and a `$sort` after it use the indexes. */
export const aggregate: Command = {
  fields: ['pipeline', 'cursor', 'allowDiskUse'],
  writes: false,
  run({ name, db, body, database, now }) {
    if (typeof body[name] !== 'string') throw unserved('aggregations without a collection');
    const namespace = `${db}.${stringArgument(body, name)}`;
    const collection = database.catalogue.get(db, stringArgument(body, name));
    if (body['cursor'] === undefined)
      throw new CommandError(9, 'FailedToParse', "The 'cursor' option is required");
    const { filter, sort, rest } = leading(arrayArgument(body, 'pipeline'));
    const stages = rest.map(stage);
    const found = collection ? matches(database.sqlite, collection, filter, { sort }) : [].values();
    const docs = stages.reduce<Iterable<Doc>>((input, run) => run(input), docsOf(found));
    const size = countArgument(docArgument(body, 'cursor'), 'batchSize') ?? firstBatchSize;
    const { documents, id } = database.cursors.first(namespace, encoded(docs), size, now);
    return cursorReply('firstBatch', namespace, id, documents);
  },
};

/** The filter and the order that the first stages ask for, and the stages that are left. */
function leading(pipeline: readonly Value[]): { filter: Doc; sort: OrderField[]; rest: readonly Value[] } {
  const [first] = pipeline;
  const match = isDoc(first) && isDoc(first['$match']) ? first['$match'] : undefined;
  const afterMatch = match ? pipeline.slice(1) : pipeline;
  const [second] = afterMatch;
  const order = isDoc(second) && isDoc(second['$sort']) ? second['$sort'] : undefined;
  const sort = order ? orderFields(order, 'sort') : [];
  return { filter: match ?? {}, sort, rest: order ? afterMatch.slice(1) : afterMatch };
}

function* docsOf(found: Iterable<{ doc: Doc }>): Generator<Doc, void, undefined> {
  for (const { doc } of found) yield doc;
}

function* encoded(docs: Iterable<Doc>): Generator<Uint8Array, void, undefined> {
  for (const doc of docs) yield encode(doc);
}
