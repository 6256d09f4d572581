import { CommandError } from '../commandError.ts';
import { decode } from '../bson/codec.ts';
import type { Doc } from '../bson/value.ts';
import { matcher } from '../query/matcher.ts';
import { compareBy, type OrderField, type SortValue, sortValues } from '../query/sortOrder.ts';
import type { Collection } from './collection.ts';
import { plan } from './plan.ts';
import { Scan } from './scan.ts';
import type { Sqlite } from './sqlite.ts';

/** A document that a filter matched, with its stored bytes. */
export interface Match {
  row: number;
  doc: Doc;
  bytes: Uint8Array;
}

export interface MatchOptions {
  sort?: readonly OrderField[];
  /** How many matches will be read at most. */
  limit?: number | undefined;
}

const chunks = { firstRows: 16, mostRows: 512, aboutBytes: 4 * 1024 * 1024 };
const maxSortBytes = 100 * 1024 * 1024;

/** Reads the documents that a filter matches, in the order of `sort`. Nothing stays open between two of them. */
export function matches(
  sqlite: Sqlite,
  collection: Collection,
  filter: Doc,
  { sort = [], limit }: MatchOptions = {},
): Generator<Match, void, undefined> {
  const test = matcher(filter);
  const chosen = plan(collection, filter, sort);
  const found = read(new Scan(sqlite, collection, chosen), test, chosen.sorted ? limit : undefined);
  return chosen.sorted ? found : inOrder(found, sort, limit);
}

function* read(
  scan: Scan,
  test: (doc: Doc) => boolean,
  limit: number | undefined,
): Generator<Match, void, undefined> {
  let size = Math.min(limit ?? chunks.firstRows, chunks.mostRows);
  for (let rows = scan.next(size); rows.length > 0; rows = scan.next(size)) {
    let length = 0;
    for (const { row, bytes } of rows) {
      length += bytes.length;
      const doc = decode(bytes);
      if (test(doc)) yield { row, doc, bytes };
    }
    const fitting = Math.ceil((chunks.aboutBytes * rows.length) / length);
    size = Math.min(size * 2, chunks.mostRows, fitting);
  }
}

interface Sortable extends Match {
  by: readonly SortValue[];
}

/** Sorts in memory; with a limit, only about twice as many as wanted are held at a time. */
function* inOrder(
  found: Iterable<Match>,
  sort: readonly OrderField[],
  limit: number | undefined,
): Generator<Match, void, undefined> {
  let held: Sortable[] = [];
  let bytes = 0;
  const order = (a: Sortable, b: Sortable) => compareBy(sort, a.by, b.by);
  for (const match of found) {
    held.push({ ...match, by: sortValues(match.doc, sort) });
    bytes += match.bytes.length;
    if (limit !== undefined && held.length >= limit * 2 + 1000) {
      held = held.sort(order).slice(0, limit);
      bytes = held.reduce((sum, each) => sum + each.bytes.length, 0);
    }
    if (bytes > maxSortBytes) throw sortTooLarge();
  }
  yield* held.sort(order);
}

function sortTooLarge(): CommandError {
  const message = `sort without an index exceeded its limit of ${maxSortBytes} bytes`;
  return new CommandError(292, 'QueryExceededMemoryLimitNoDiskUseAllowed', message);
}
