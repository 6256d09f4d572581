import type { Entry, SessionState } from '@parley/conversation';
import type { StoredChange } from '../sessions/Loaded.ts';
import { addCounts } from './addCounts.ts';
import { NO_COUNTS, type Counts, type EndStatus } from './Counts.ts';
import { hourOf, tallyKey, type PendingTally } from './TallyDocument.ts';
import { bucketOf } from './timeBuckets.ts';

/** How the entry ended, if it is an answer whose end is told by this change and was not told before. */
function endOf(before: SessionState, entry: Entry): EndStatus | undefined {
  const { id, seq, sender, status, responseMs } = entry;
  if (sender !== 'assistant' || responseMs === undefined) return undefined;
  if (status === 'streaming' || status === 'superseded') return undefined;
  return seq > before.seq || before.answer?.messageId === id ? status : undefined;
}

function countsOf(before: SessionState, entry: Entry): Counts {
  const { sender, seq, responseMs = 0 } = entry;
  const status = endOf(before, entry);
  return {
    ...NO_COUNTS,
    ...(seq > before.seq && { messages: { [sender]: 1 } }),
    ...(status && {
      answers: { [status]: 1 },
      responseMs: { sum: responseMs, max: responseMs },
      times: { [`b${bucketOf(responseMs)}`]: 1 },
    }),
  };
}

/** What the change `version` adds to its session's tallies: entries that begin with it, and answers that end. */
export function talliesOf(
  before: SessionState,
  { session, entries }: StoredChange,
  version: number,
): PendingTally[] {
  const tallies = new Map<string, PendingTally>();
  for (const entry of entries) {
    const status = endOf(before, entry);
    if (entry.seq <= before.seq && !status) continue;
    const hour = new Date(hourOf(entry.createdAt));
    const model = entry.model ?? session.model;
    const _id = tallyKey(session.id, hour, model);
    const so = tallies.get(_id) ?? NO_COUNTS;
    tallies.set(_id, {
      ...so,
      ...addCounts(so, countsOf(before, entry)),
      _id,
      model,
      hour,
      version,
      ...(status && { last: { at: new Date(session.lastActivityAt), status } }),
    });
  }
  return [...tallies.values()];
}
