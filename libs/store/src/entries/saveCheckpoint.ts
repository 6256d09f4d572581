import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { entryKey } from '../documents/EntryDocument.ts';
import { recordSealer } from '../documents/SealedText.ts';
import type { Loaded } from '../sessions/Loaded.ts';

/** An answer as far as it is written, by which attempt and, if a fallback writes it, by whom. */
export interface Checkpoint {
  readonly messageId: string;
  readonly attempt: number;
  readonly text: string;
  /** Who writes it, for which chosen model that wasn't available. */
  readonly model?: string | undefined;
  readonly fallbackFor?: string | undefined;
}

/**
 * Keeps the text of an answer that is being written, of a session that was loaded just now: what was pending then, maybe
 * a later attempt, is with the entries. No client is told, so `rev` stays. `false`: it has ended, or a later attempt
 * writes it; whoever asked is to write no more.
 */
export async function saveCheckpoint(
  context: StoreContext,
  { state, dataKey }: Loaded,
  { messageId, attempt, text, model, fallbackFor }: Checkpoint,
): Promise<boolean> {
  const _id = entryKey(state.id, messageId);
  const key = await context.keys.of({ userId: state.userId, dataKey });
  const sealed = recordSealer(key, 'entries', _id).seal('text', text);
  const kept = {
    text: sealed,
    ...(model !== undefined && { model }),
    ...(fallbackFor !== undefined && { fallbackFor }),
  };
  const written = await atDatabase('save checkpoint', () =>
    context.entries.updateOne({ _id, attempt, status: 'streaming' }, { $set: kept }),
  );
  return written.matchedCount === 1;
}
