import type { AbstractCursor } from 'mongodb';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { NO_COUNTS, type Counts, type EndStatus } from '../tallies/Counts.ts';
import type { TallyDocument } from '../tallies/TallyDocument.ts';

/** What was counted of a session and a model within an hour. */
interface Tally {
  readonly model: string;
  /** When the hour began: milliseconds since 1970. */
  readonly hour: number;
  readonly counts: Counts;
}

/** A session as metrics see it. */
export interface CreatedSession {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly durationMs: number;
  readonly adminAssisted: boolean;
}

/** How a model's newest answer ended. */
export interface LastOutcome {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly status: EndStatus;
}

const AT_ONCE = 1000;

/** Reads as it goes: any number of documents, some at a time. */
async function* each<D>(operation: string, cursor: AbstractCursor<D>): AsyncGenerator<D> {
  try {
    for (;;) {
      const next = await atDatabase(operation, () => cursor.next());
      if (!next) return;
      yield next;
    }
  } finally {
    await cursor.close();
  }
}

/** Those parts that were never counted aren't stored. */
function countsIn(document: TallyDocument): Counts {
  const { messages, answers, responseMs, times } = { ...NO_COUNTS, ...document };
  return { messages, answers, responseMs, times };
}

/** What aggregates are made of. Times are milliseconds since 1970, `to` excluded. */
export function tallied({ tallies, sessions }: StoreContext) {
  return {
    /** What was counted in the hours that began in this time. */
    async *tallies(from: number, to: number): AsyncGenerator<Tally> {
      const hour = { $gte: new Date(from), $lt: new Date(to) };
      for await (const document of each('read tallies', tallies.find({ hour }, { batchSize: AT_ONCE }))) {
        yield { model: document.model, hour: document.hour.getTime(), counts: countsIn(document) };
      }
    },

    /** The sessions that were made in this time. */
    async *created(from: number, to: number): AsyncGenerator<CreatedSession> {
      const projection = { createdAt: 1, lastActivityAt: 1, endedAt: 1, adminAssisted: 1 } as const;
      const filter = { createdAt: { $gte: new Date(from), $lt: new Date(to) } };
      const found = sessions.find(filter, { projection, batchSize: AT_ONCE });
      for await (const document of each('read created sessions', found)) {
        const { adminAssisted, lastActivityAt, endedAt = lastActivityAt } = document;
        const createdAt = document.createdAt.getTime();
        yield { createdAt, durationMs: Math.max(0, endedAt.getTime() - createdAt), adminAssisted };
      }
    },

    /** How the newest answer of a model ended; `undefined`: it has none. */
    async lastOutcome(model: string): Promise<LastOutcome | undefined> {
      const newest = tallies.find({ model }).sort({ 'last.at': -1 }).limit(1);
      const [found] = await atDatabase('read last outcome', () => newest.toArray());
      return found?.last && { at: found.last.at.getTime(), status: found.last.status };
    },
  };
}
