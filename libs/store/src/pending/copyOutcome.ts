import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { OutcomeDocument } from '../documents/OutcomeDocument.ts';

/** Keeps an outcome. The first one of a command stays. */
export async function copyOutcome({ outcomes }: StoreContext, outcome: OutcomeDocument): Promise<void> {
  try {
    await atDatabase('copy outcome', () => outcomes.insertOne(outcome));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
