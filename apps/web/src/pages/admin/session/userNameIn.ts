import type { Message } from '@parley/protocol';

/** What the user of a conversation is called: as they last said it, else by their id. */
export const userNameIn = (messages: readonly Message[], userId: string): string =>
  messages.findLast(({ sender, senderName }) => sender === 'user' && senderName)?.senderName ?? userId;
