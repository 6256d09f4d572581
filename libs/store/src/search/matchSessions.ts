import type { SessionState } from '@parley/conversation';
import type { DataKey } from '../crypto/createDataKey.ts';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { fromSessionDocument, type SessionDocument } from '../documents/SessionDocument.ts';
import { settle } from '../pending/settle.ts';
import type { PlacedDocument } from '../sessions/listReader.ts';
import type { Placed } from '../sessions/walkSessions.ts';
import { findHits } from './findHits.ts';
import { indexerOf } from './indexerOf.ts';
import { likelySessions } from './likelySessions.ts';
import { newestMatch, type Match } from './newestMatch.ts';
import { wordsToFind, type Query } from './Query.ts';
import { tooManyTerm } from './termsOf.ts';

/** A session that has what was searched for: in its name, or in the message of `match`, or in both. */
export interface FoundSession extends Placed {
  readonly session: SessionState;
  readonly match?: Match;
}

/** Those of a user's sessions whose name or messages have all that is searched for, in the same order, at most `most`. */
export async function matchSessions(
  context: StoreContext,
  placed: readonly PlacedDocument<SessionDocument>[],
  query: Query,
  key: DataKey,
  most: number,
): Promise<FoundSession[]> {
  // What is under another key can't be opened any more.
  const own = placed.filter(({ document }) => document.dataKey === key.id);
  for (const { document } of own) await settle(context, document);
  const ids = own.map(({ id }) => id);
  const terms = indexerOf(key)(wordsToFind(query));
  const tooMany = tooManyTerm(key);
  const [indexed, overlong] = [
    await likelySessions(context, ids, terms),
    await likelySessions(context, ids, tooMany),
  ];

  async function match({ document, ...place }: PlacedDocument<SessionDocument>): Promise<FoundSession[]> {
    const isNamed = terms.every((term) => document.nameTerms.includes(term));
    const lists = [...(indexed.has(place.id) ? [terms] : []), ...(overlong.has(place.id) ? [tooMany] : [])];
    if (!isNamed && lists.length === 0) return [];
    const session = fromSessionDocument(document, key);
    const found = await newestMatch(context, place.id, lists, query, key);
    if (found) return [{ ...place, session, match: found }];
    return isNamed && findHits(session.name, query) ? [{ ...place, session }] : [];
  }

  const found: FoundSession[] = [];
  for (const each of own) {
    if (found.length === most) break;
    try {
      found.push(...(await match(each)));
    } catch (error) {
      if (!(error instanceof SealedDataError)) throw error;
      context.unreadable(error);
    }
  }
  return found;
}
