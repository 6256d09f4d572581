import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { SessionDocument } from '../documents/SessionDocument.ts';
import { copyTally } from '../tallies/copyTally.ts';
import { copyEntry } from './copyEntry.ts';
import { copyOutcome } from './copyOutcome.ts';
import { markSuperseded } from './markSuperseded.ts';

/** A session's document, as far as it matters here. */
export type Unsettled = Pick<SessionDocument, '_id' | 'version' | 'pending'>;

/**
 * Copies what is pending in a session to where it is looked for, then takes it out. Any number may do so at once, and
 * stop anywhere: nothing older is written over anything newer, and whoever comes next begins again.
 */
export async function settle(context: StoreContext, { _id, version, pending }: Unsettled): Promise<void> {
  const { superseded = [], tallies = [] } = pending;
  if (pending.entries.length + superseded.length + pending.outcomes.length === 0) return;
  const { faults, sessions } = context;
  // One after the other, by rising `rev`: a reader in between sees no gap.
  for (const entry of [...pending.entries].sort((a, b) => a.rev - b.rev)) {
    await faults('entry.copy');
    await copyEntry(context, entry);
    await faults('entry.copied');
  }
  await markSuperseded(context, _id, superseded);
  for (const outcome of pending.outcomes) {
    await faults('outcome.copy');
    await copyOutcome(context, outcome);
    await faults('outcome.copied');
  }
  for (const tally of tallies) {
    await faults('tally.copy');
    await copyTally(context, tally);
    await faults('tally.copied');
  }
  await faults('pending.takeOut');
  const empty = { pending: { entries: [], outcomes: [] } };
  await atDatabase('take out pending', () => sessions.updateOne({ _id, version }, { $set: empty }));
  await faults('pending.takenOut');
}
