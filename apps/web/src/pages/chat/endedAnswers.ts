import type { Message } from '@parley/protocol';
import { noticeWords } from '../words/noticeWords.ts';
import { writtenNow } from './answering.ts';

const MOST = 2000;

/** What a screen reader is told: each answer once, when it has ended, never while it grows. */
export class EndedAnswers {
  #writing: string | undefined;
  #words = '';

  /** The words to be told now. */
  words(messages: readonly Message[]): string {
    const writing = writtenNow(messages)?.id;
    const ended = messages.find(({ id, status }) => id === this.#writing && status !== 'streaming');
    if (ended)
      this.#words = [`Parley said: ${ended.text.slice(0, MOST)}`, noticeWords(ended)]
        .filter(Boolean)
        .join(' ');
    this.#writing = writing;
    return this.#words;
  }
}
