import type { Command } from '../server/command.ts';
import { aggregate } from './aggregate.ts';
import { count } from './count.ts';
import { getMore, killCursors } from './cursors.ts';
import { deleteCommand } from './delete.ts';
import { distinct } from './distinct.ts';
import { find } from './find.ts';
import { findAndModify } from './findAndModify.ts';
import { buildInfo, endSessions, hello, ping } from './greetings.ts';
import { createIndexes, dropIndexes, listIndexes } from './indexes.ts';
import { insert } from './insert.ts';
import { create, drop, dropDatabase, listCollections, listDatabases } from './namespaces.ts';
import { update } from './update.ts';

/** All commands that are served, by the names that drivers call them. */
export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    aggregate,
    buildInfo,
    buildinfo: buildInfo,
    count,
    create,
    createIndexes,
    delete: deleteCommand,
    distinct,
    drop,
    dropDatabase,
    dropIndexes,
    endSessions,
    find,
    findAndModify,
    findandmodify: findAndModify,
    getMore,
    hello,
    insert,
    isMaster: hello,
    ismaster: hello,
    killCursors,
    listCollections,
    listDatabases,
    listIndexes,
    ping,
    update,
  }),
);
