import { CommandError } from '../commandError.ts';
import { compare } from '../bson/compare.ts';
import type { Doc, Value } from '../bson/value.ts';
import { matcher } from '../query/matcher.ts';
import type { Collection } from '../storage/collection.ts';
import { storable } from '../storage/documentRules.ts';
import type { Match } from '../storage/matches.ts';
import type { Update } from '../update/updateOf.ts';
import { upsertSeed } from '../update/upsertSeed.ts';

/** Changes one stored document; `changed` is false when it stays as it was. Throws what breaks a rule, unchanged then. */
export function modify(collection: Collection, match: Match, update: Update): { doc: Doc; changed: boolean } {
  const next = storable(update(match.doc, false));
  if (compare(next.doc['_id'] as Value, match.doc['_id'] as Value) !== 0) throw immutableId();
  if (Buffer.compare(next.bytes, match.bytes) === 0) return { doc: match.doc, changed: false };
  collection.replace(match, next.doc, next.bytes);
  return { doc: next.doc, changed: true };
}

/** Inserts the document that an upsert makes when nothing matched. */
export function upsert(collection: Collection, filter: Doc, update: Update): Doc {
  matcher(filter);
  const seed = upsertSeed(filter);
  const { doc, bytes } = storable(update(seed, true));
  const id = seed['_id'];
  if (id !== undefined && compare(doc['_id'] as Value, id) !== 0) throw immutableId();
  collection.insert(doc, bytes);
  return doc;
}

function immutableId(): CommandError {
  const message = "Performing an update on the path '_id' would modify the immutable field '_id'";
  return new CommandError(66, 'ImmutableField', message);
}
