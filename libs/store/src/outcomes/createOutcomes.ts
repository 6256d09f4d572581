import type { Outcome } from '@parley/protocol';
import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { outcomeKey } from '../documents/OutcomeDocument.ts';
import { settleSession } from '../pending/settleSession.ts';

/** What became of commands, kept for 30 days. */
export type Outcomes = ReturnType<typeof createOutcomes>;

export function createOutcomes(context: StoreContext) {
  return {
    /** What became of a command; `undefined`: it was not applied, or too long ago. */
    async get(sessionId: string, commandId: string): Promise<Outcome | undefined> {
      await settleSession(context, sessionId);
      const find = () => context.outcomes.findOne({ _id: outcomeKey(sessionId, commandId) });
      return (await atDatabase('read outcome', find))?.outcome;
    },
  };
}
