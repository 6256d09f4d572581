import type { Message } from '@parley/protocol';
import { handoverWords } from '../words/handoverWords.ts';
import { noticeWords } from '../words/noticeWords.ts';
import { writtenNow } from './answering.ts';
import { personOf } from './handovers.ts';

const MOST = 2000;

/** Who says what to whom, as it is read aloud. */
export interface Told {
  readonly messages: readonly Message[];
  /** The person who has the conversation. */
  readonly person: string | undefined;
  /** Whose words are told beside the assistant's: those of the other side. */
  readonly other: 'admin' | 'user';
  readonly otherName?: string | undefined;
}

/**
 * What a screen reader is told, each once: an answer when it has ended, never while it grows; what the other side said;
 * and that a person came or went.
 */
export class Arrivals {
  #sessionId: string | undefined;
  #writing: string | undefined;
  #lastSeq = 0;
  #person: string | undefined;
  #words = '';

  /** The words to be told now. */
  words(now: Told): string {
    const { messages, person } = now;
    const last = messages.at(-1);
    const isKnown = last !== undefined && last.sessionId === this.#sessionId;
    const news = isKnown ? [this.#ended(messages), this.#handover(person), this.#said(now)] : [];
    const told = news.filter(Boolean).join(' ');
    if (told) this.#words = told;
    else if (!isKnown) this.#words = '';
    this.#sessionId = last?.sessionId;
    this.#writing = writtenNow(messages)?.id;
    this.#lastSeq = last?.seq ?? 0;
    this.#person = person;
    return this.#words;
  }

  #ended(messages: readonly Message[]): string {
    const ended = messages.find(({ id, status }) => id === this.#writing && status !== 'streaming');
    if (!ended) return '';
    return [`Parley said: ${ended.text.slice(0, MOST)}`, noticeWords(ended)].filter(Boolean).join(' ');
  }

  #handover(person: string | undefined): string {
    return person === this.#person ? '' : `${handoverWords(person)}.`;
  }

  #said({ messages, other, otherName }: Told): string {
    return messages
      .filter(({ seq, sender }) => seq > this.#lastSeq && sender === other)
      .map((message) => `${otherName ?? personOf(message)} said: ${message.text.slice(0, MOST)}`)
      .join(' ');
  }
}
