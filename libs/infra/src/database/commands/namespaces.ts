import { encode } from '../bson/codec.ts';
import { countArgument, docArgument, flagArgument, stringArgument } from '../server/arguments.ts';
import type { Command } from '../server/command.ts';
import { cursorReply } from '../server/cursorReply.ts';
import { matcher } from '../query/matcher.ts';
import { idKey } from '../storage/documentRules.ts';

/** `create`: makes a collection, without options; one that is there already is no error. */
export const create: Command = {
  fields: [],
  writes: true,
  run({ name, db, body, database }) {
    database.catalogue.getOrCreate(db, stringArgument(body, name));
    return {};
  },
};

/** `drop`: takes out a collection with all it holds; one that isn't there is no error. */
export const drop: Command = {
  fields: [],
  writes: true,
  run({ name, db, body, database }) {
    const collection = database.catalogue.get(db, stringArgument(body, name));
    if (!collection) return {};
    database.cursors.killAllOf(collection.namespace);
    database.catalogue.drop(collection);
    return { ns: collection.namespace, nIndexesWas: collection.indexes.length + 1 };
  },
};

/** `dropDatabase`: takes out all collections of a database. */
export const dropDatabase: Command = {
  fields: [],
  writes: true,
  run({ db, database }) {
    for (const collection of database.catalogue.all().filter((each) => each.db === db)) {
      database.cursors.killAllOf(collection.namespace);
      database.catalogue.drop(collection);
    }
    return { dropped: db };
  },
};

/** `listCollections`: the collections of a database. */
export const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'],
  writes: false,
  run({ db, body, database, now }) {
    const matches = matcher(docArgument(body, 'filter'));
    const nameOnly = flagArgument(body, 'nameOnly');
    const listed = database.catalogue
      .all()
      .filter((collection) => collection.db === db)
      .map(({ name }) => ({
        name,
        type: 'collection',
        options: {},
        info: { readOnly: false },
        idIndex: { key: idKey, name: '_id_' },
      }))
      .filter(matches)
      .map((each) => encode(nameOnly ? { name: each.name, type: each.type } : each));
    const namespace = `${db}.$cmd.listCollections`;
    const size = countArgument(docArgument(body, 'cursor'), 'batchSize') ?? listed.length;
    const { documents, id } = database.cursors.first(namespace, listed.values(), size, now);
    return cursorReply('firstBatch', namespace, id, documents);
  },
};

/** `listDatabases`: the databases that have collections. */
export const listDatabases: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  writes: false,
  run({ body, database }) {
    const matches = matcher(docArgument(body, 'filter'));
    const names = new Set(database.catalogue.all().map(({ db }) => db));
    const databases = [...names].sort().map((name) => ({ name, sizeOnDisk: 0, empty: false }));
    const nameOnly = flagArgument(body, 'nameOnly');
    const listed = databases.filter(({ name }) => matches({ name }));
    return { databases: nameOnly ? listed.map(({ name }) => ({ name })) : listed, totalSize: 0 };
  },
};
