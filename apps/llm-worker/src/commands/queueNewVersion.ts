import type { SessionState } from '@parley/conversation';
import type { ClientFrameOf } from '@parley/protocol';
import type { Deps } from '../deps.ts';

/** Queues the turn of an answer's next version. */
export async function queueNewVersion(
  { id: sessionId, waiting }: SessionState,
  frame: ClientFrameOf<'message.regenerate' | 'message.continue'>,
  { bus }: Deps,
  { trace }: { readonly trace: string },
): Promise<void> {
  const next = waiting.find(({ replaces }) => replaces === frame.messageId);
  if (!next) return;
  const turn = { sessionId, messageId: next.messageId };
  await bus.publishTurn(turn, { msgId: `${sessionId}.${frame.id}`, trace });
}
