import type { Answer, Entry } from '@parley/conversation';
import type { ModelConfig } from '@parley/config';
import type { ContextDeps } from './ContextDeps.ts';
import { keepsConversations } from './keepsConversations.ts';

/** What of an answer says whether it can go on in the provider's own conversation. */
export type ThreadOf = Pick<Answer, 'replyTo'> & Partial<Pick<Answer, 'attempt'>>;

/**
 * The provider's own conversation, if that is just what was said before the last of `said`: the entry before it is the
 * model's own, whole, and nothing was written in that conversation since. Whatever was regenerated, edited, broken off or
 * said by somebody else in between makes it another one.
 */
export async function threadFor(
  { store }: Pick<ContextDeps, 'store'>,
  sessionId: string,
  { attempt = 1 }: ThreadOf,
  said: readonly Entry[],
  config: ModelConfig,
): Promise<string | undefined> {
  const before = said.at(-2);
  // An attempt before this one may have said the message there.
  if (!keepsConversations(config) || attempt > 1 || before?.thread === undefined) return undefined;
  if (before.sender !== 'assistant' || before.status !== 'complete' || before.model !== config.id)
    return undefined;
  return (await store.entries.lastInThread(sessionId, before.thread)) === before.id
    ? before.thread
    : undefined;
}
