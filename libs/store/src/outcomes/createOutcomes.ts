import type { Outcome } from '@parley/protocol';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { outcomeKey } from '../documents/OutcomeDocument.ts';
import { settleSession } from '../pending/settleSession.ts';
import { markOf } from './markOf.ts';

/** What became of commands, kept for 30 days. */
export type Outcomes = ReturnType<typeof createOutcomes>;

/** What became of a command of some id. */
export interface Told {
  readonly outcome: Outcome;
  /** It is the one that was asked about, and not another one of the same id. */
  readonly isSame: boolean;
}

export function createOutcomes(context: StoreContext) {
  const { outcomes, keys } = context;

  const find = (sessionId: string, commandId: string) => {
    const _id = outcomeKey(sessionId, commandId);
    return atDatabase('read outcome', () => outcomes.findOne({ _id }));
  };

  return {
    /** What became of a command; `undefined`: it was not applied, or too long ago. */
    async get(sessionId: string, commandId: string): Promise<Outcome | undefined> {
      await settleSession(context, sessionId);
      return (await find(sessionId, commandId))?.outcome;
    },

    /** The same in a session as it was just loaded, and whether it is the command of which `sent` says who sent what. */
    async told(sessionId: string, commandId: string, sent: string): Promise<Told | undefined> {
      const document = await find(sessionId, commandId);
      if (!document) return undefined;
      const session = await settleSession(context, sessionId);
      const { outcome, mark } = document;
      const isSame = mark === undefined || !session || mark === markOf(sent, await keys.of(session));
      return { outcome, isSame };
    },
  };
}
