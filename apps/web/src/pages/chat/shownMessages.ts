import type { Timeline } from '@parley/client';
import type { Message } from '@parley/protocol';

/** The messages with what is written so far of those that are being written. */
export const shownMessages = ({
  messages,
  streaming,
}: Pick<Timeline, 'messages' | 'streaming'>): readonly Message[] =>
  messages.map((message) => {
    const text = streaming.get(message.id)?.text;
    return text === undefined ? message : { ...message, text };
  });
