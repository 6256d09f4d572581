import type { Message, Session } from '@parley/protocol';

/** The answer that is being written, if one is. */
export const writtenNow = (messages: readonly Message[]): Message | undefined =>
  messages.findLast(({ status }) => status === 'streaming');

/** Is the first word of an answer still to come? */
export function isAwaited(messages: readonly Message[], session: Session | undefined): boolean {
  const writing = writtenNow(messages);
  if (writing) return writing.text === '';
  if (session?.handling === 'human') return false;
  const answered = new Set(messages.map(({ replyTo }) => replyTo));
  // What was said while a person had the conversation is not the assistant's to answer.
  const since = messages.findLastIndex(({ sender }) => sender === 'admin' || sender === 'system');
  return messages
    .slice(since + 1)
    .some(({ id, sender, status }) => sender === 'user' && status !== 'superseded' && !answered.has(id));
}
