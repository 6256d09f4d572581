import { Int32 } from 'bson';
import { CommandError } from '../commandError.ts';
import { compare } from '../bson/compare.ts';
import { encode } from '../bson/codec.ts';
import { isDoc } from '../bson/kindOf.ts';
import type { Doc, Value } from '../bson/value.ts';
import { countArgument, docArgument, docsArgument, stringArgument } from '../server/arguments.ts';
import type { Command } from '../server/command.ts';
import { cursorReply } from '../server/cursorReply.ts';
import type { Collection } from '../storage/collection.ts';
import { idKey } from '../storage/documentRules.ts';
import type { Index } from '../storage/index.ts';
import { indexDefinition } from '../storage/indexDefinition.ts';

/** `createIndexes`: makes indexes that aren't there yet. */
export const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum'],
  writes: true,
  run(request) {
    const { name, db, body, database } = request;
    const createdCollectionAutomatically = !database.catalogue.get(db, stringArgument(body, name));
    const collection = database.catalogue.getOrCreate(db, stringArgument(body, name));
    const numIndexesBefore = collection.indexes.length + 1;
    for (const declared of docsArgument(request, 'indexes')) {
      const definition = indexDefinition(declared);
      const isIdIndex = compare(definition.spec['key'] as Value, idKey) === 0;
      if (isIdIndex || isThere(collection, definition.spec)) continue;
      database.catalogue.createIndex(collection, definition);
    }
    return {
      numIndexesBefore,
      numIndexesAfter: collection.indexes.length + 1,
      createdCollectionAutomatically,
    };
  },
};

/** Whether the same index exists. Throws when another one has its name or its key. */
function isThere(collection: Collection, spec: Doc): boolean {
  for (const { definition } of collection.indexes) {
    if (sameSpec(definition.spec, spec)) return true;
    if (definition.name === spec['name']) {
      const message = `an index with the name ${definition.name} exists with another key or other options`;
      throw new CommandError(86, 'IndexKeySpecsConflict', message);
    }
    if (
      sameOrder(definition.spec['key'] as Value, spec['key'] as Value) &&
      !definition.partial &&
      !spec['partialFilterExpression']
    ) {
      const message = `the index exists already with another name or other options: ${definition.name}`;
      throw new CommandError(85, 'IndexOptionsConflict', message);
    }
  }
  return false;
}

function sameSpec(a: Doc, b: Doc): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => sameOrder(a[name] ?? false, b[name] ?? false));
}

function sameOrder(a: Value, b: Value): boolean {
  return compare(a, b) === 0;
}

/** `listIndexes`: the declarations of a collection's indexes. */
export const listIndexes: Command = {
  fields: ['cursor'],
  writes: false,
  run({ name, db, body, database, now }) {
    const collection = database.catalogue.get(db, stringArgument(body, name));
    const namespace = `${db}.${stringArgument(body, name)}`;
    if (!collection) throw new CommandError(26, 'NamespaceNotFound', `ns does not exist: ${namespace}`);
    const specs = [
      { key: idKey, name: '_id_' },
      ...collection.indexes.map(({ definition }) => definition.spec),
    ];
    const bytes = specs.map((spec) => encode({ v: new Int32(2), ...spec }));
    const size = countArgument(docArgument(body, 'cursor'), 'batchSize') ?? bytes.length;
    const { documents, id } = database.cursors.first(namespace, bytes.values(), size, now);
    return cursorReply('firstBatch', namespace, id, documents);
  },
};

/** `dropIndexes`: takes out indexes by name, by key, or all (`*`). */
export const dropIndexes: Command = {
  fields: ['index'],
  writes: true,
  run({ name, db, body, database }) {
    const collection = database.catalogue.get(db, stringArgument(body, name));
    if (!collection)
      throw new CommandError(26, 'NamespaceNotFound', `ns not found ${db}.${stringArgument(body, name)}`);
    const nIndexesWas = collection.indexes.length + 1;
    for (const index of chosen(collection, body['index'] ?? null))
      database.catalogue.dropIndex(collection, index);
    database.cursors.killAllOf(collection.namespace);
    return { nIndexesWas };
  },
};

function chosen(collection: Collection, wanted: Value): Index[] {
  if (wanted === '*') return [...collection.indexes];
  return (Array.isArray(wanted) ? wanted : [wanted]).map((each) => {
    if (each === '_id_') throw new CommandError(72, 'InvalidOptions', 'cannot drop _id index');
    const index = collection.indexes.find(({ definition }) =>
      isDoc(each) ? sameOrder(definition.spec['key'] as Value, each) : definition.name === each,
    );
    if (!index)
      throw new CommandError(27, 'IndexNotFound', `index not found with name [${JSON.stringify(each)}]`);
    return index;
  });
}
