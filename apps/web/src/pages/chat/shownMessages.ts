import type { Timeline } from '@parley/client';
import type { Message } from '@parley/protocol';

/** The messages with what is written, and was thought, so far of those that are being written. */
export const shownMessages = ({
  messages,
  streaming,
}: Pick<Timeline, 'messages' | 'streaming'>): readonly Message[] =>
  messages.map((message) => {
    const written = streaming.get(message.id);
    if (!written) return message;
    const { text, reasoning } = written;
    return { ...message, text, ...(reasoning !== undefined && { reasoning }) };
  });
