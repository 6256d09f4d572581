import { Long } from 'bson';
import { badValue } from '../commandError.ts';
import { isNumeric, toDouble } from '../bson/numbers.ts';
import type { Value } from '../bson/value.ts';
import { arrayArgument, countArgument, stringArgument } from '../server/arguments.ts';
import type { Command } from '../server/command.ts';
import { cursorReply } from '../server/cursorReply.ts';

/** `getMore`: the next batch of a cursor. */
export const getMore: Command = {
  fields: ['collection', 'batchSize'],
  writes: false,
  run({ name, db, body, database, now }) {
    const id = cursorId(body[name] ?? null);
    const namespace = `${db}.${stringArgument(body, 'collection')}`;
    const size = countArgument(body, 'batchSize') || Number.POSITIVE_INFINITY;
    const { documents, exhausted } = database.cursors.next(id, namespace, size, now);
    return cursorReply('nextBatch', namespace, exhausted ? 0 : id, documents);
  },
};

/** `killCursors`: gives cursors up. */
export const killCursors: Command = {
  fields: ['cursors'],
  writes: false,
  run({ body, database }) {
    const ids = arrayArgument(body, 'cursors').map(cursorId);
    const killed = new Set(ids.filter((id) => database.cursors.kill(id)));
    return {
      cursorsKilled: longs(ids.filter((id) => killed.has(id))),
      cursorsNotFound: longs(ids.filter((id) => !killed.has(id))),
      cursorsAlive: [],
      cursorsUnknown: [],
    };
  },
};

function cursorId(value: Value): number {
  if (!isNumeric(value)) throw badValue('a cursor id must be a number');
  return toDouble(value);
}

function longs(ids: readonly number[]): Long[] {
  return ids.map((id) => Long.fromNumber(id));
}
