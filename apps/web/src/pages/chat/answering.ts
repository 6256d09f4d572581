import type { StreamingText, Timeline } from '@parley/client';
import type { Message, Session } from '@parley/protocol';

/** What an answer waits for before it goes on. */
export interface Waiting {
  readonly messageId: string;
  /** The same object for as long as it is the same wait. */
  readonly wait: NonNullable<StreamingText['waiting']>;
}

/** Nothing of it is there yet, not even a thought. */
export const isBlank = ({ status, text, reasoning }: Message): boolean =>
  status === 'streaming' && text === '' && !reasoning;

/** The wait of the answer that is being written, if it waits. */
export function waitingNow({ streaming }: Pick<Timeline, 'streaming'>): Waiting | undefined {
  for (const [messageId, { waiting }] of streaming) if (waiting) return { messageId, wait: waiting };
  return undefined;
}

/** The answer that is being written, if one is. */
export const writtenNow = (messages: readonly Message[]): Message | undefined =>
  messages.findLast(({ status }) => status === 'streaming');

/** The user's message for whose answer the first word is still to come: its id. */
export function awaitedFor(messages: readonly Message[], session: Session | undefined): string | undefined {
  const writing = writtenNow(messages);
  if (writing) return isBlank(writing) ? writing.replyTo : undefined;
  if (session?.handling === 'human') return undefined;
  const live = messages.filter(({ status }) => status !== 'superseded');
  const answered = new Set(live.map(({ replyTo }) => replyTo));
  const answeredBefore = new Set(messages.map(({ replyTo }) => replyTo));
  // What was said while a person had the conversation is not the assistant's to answer, unless it is asked again; nor
  // is what stands before a message that was answered.
  const since = live.findLastIndex(
    ({ id, sender }) => sender === 'admin' || sender === 'system' || answered.has(id),
  );
  const left = session?.adminAssisted ? leftUnanswered(live, session.rev) : -1;
  return live.find(
    ({ id, sender }, at) =>
      sender === 'user' && !answered.has(id) && ((at > since && at > left) || answeredBefore.has(id)),
  )?.id;
}

/**
 * Where a person was, the place of the last message that something else than a message came after: at the latest then the
 * person left, and what was said up to there waits for nobody. -1: there is none.
 */
function leftUnanswered(live: readonly Message[], rev: number): number {
  return live.findLastIndex((message, at) => (live[at + 1]?.rev ?? rev + 1) > message.rev + 1);
}
