import type { Session } from '@parley/protocol';
import { nameOf } from '../../sessions/sessionRow.ts';

/** What a screen reader is told of the fleet: each new call for a person, once. */
export class WaitingNews {
  #known: ReadonlySet<string> | undefined;
  #words = '';

  /** The words to be told now. */
  words(sessions: ReadonlyMap<string, Session> | undefined): string {
    if (!sessions) return this.#words;
    const waiting = [...sessions.values()].filter(({ handling }) => handling === 'requested');
    const news = this.#known ? waiting.filter(({ id }) => !this.#known?.has(id)) : [];
    this.#known = new Set(waiting.map(({ id }) => id));
    if (news.length > 0)
      this.#words = news.map((session) => `${nameOf(session)} waits for a person.`).join(' ');
    return this.#words;
  }
}
