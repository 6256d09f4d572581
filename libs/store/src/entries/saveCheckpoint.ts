import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { entryKey } from '../documents/EntryDocument.ts';
import { recordSealer } from '../documents/SealedText.ts';
import { settleSession } from '../pending/settleSession.ts';

/** An answer as far as it is written, by which attempt and, if a fallback writes it, by whom. */
export interface Checkpoint {
  readonly sessionId: string;
  readonly messageId: string;
  readonly attempt: number;
  readonly text: string;
  /** Who writes it, for which chosen model that wasn't available. */
  readonly model?: string | undefined;
  readonly fallbackFor?: string | undefined;
}

/**
 * Keeps the text of an answer that is being written. No client is told, so `rev` stays. `false`: it has ended, or a
 * later attempt writes it; whoever asked is to write no more.
 */
export async function saveCheckpoint(context: StoreContext, checkpoint: Checkpoint): Promise<boolean> {
  const { sessionId, messageId, attempt, text, model, fallbackFor } = checkpoint;
  const _id = entryKey(sessionId, messageId);
  // A later attempt may stand among what is pending.
  const session = await settleSession(context, sessionId);
  if (!session) return false;
  const sealed = recordSealer(await context.keys.of(session), 'entries', _id).seal('text', text);
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
