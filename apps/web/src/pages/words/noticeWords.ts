import type { Message } from '@parley/protocol';
import { errorWords } from './errorWords.ts';

/** How an answer ended, where that needs saying. */
export function noticeWords(message: Message): string | undefined {
  switch (message.status) {
    case 'stopped':
      return message.text ? 'Stopped. What was written stays.' : 'Stopped before anything was written.';
    case 'interrupted':
      return message.text
        ? 'The answer broke off. What was written stays.'
        : 'The answer broke off before it began.';
    case 'failed': {
      if (message.error) return errorWords(message.error, new Date(message.createdAt));
      return 'The answer failed. Your question is kept; ask again in a moment.';
    }
    case 'complete':
    case 'streaming':
    case 'superseded':
      return undefined;
  }
}
