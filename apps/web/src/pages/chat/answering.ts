import type { Message, Session } from '@parley/protocol';

/** The answer that is being written, if one is. */
export const writtenNow = (messages: readonly Message[]): Message | undefined =>
  messages.findLast(({ status }) => status === 'streaming');

/** The user's message for whose answer the first word is still to come: its id. */
export function awaitedFor(messages: readonly Message[], session: Session | undefined): string | undefined {
  const writing = writtenNow(messages);
  if (writing) return writing.text === '' ? writing.replyTo : undefined;
  if (session?.handling === 'human') return undefined;
  const live = messages.filter(({ status }) => status !== 'superseded');
  const answered = new Set(live.map(({ replyTo }) => replyTo));
  const answeredBefore = new Set(messages.map(({ replyTo }) => replyTo));
  // What was said while a person had the conversation is not the assistant's to answer, unless it is asked again.
  const since = live.findLastIndex(({ sender }) => sender === 'admin' || sender === 'system');
  return live.find(
    ({ id, sender }, at) => sender === 'user' && !answered.has(id) && (at > since || answeredBefore.has(id)),
  )?.id;
}
