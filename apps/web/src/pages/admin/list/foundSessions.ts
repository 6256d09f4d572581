import type { Session } from '@parley/protocol';
import type { Page } from '../api/page.ts';
import type { SessionQuery } from '../api/sessions.ts';

const DEBOUNCE_MS = 250;

type Ask = (query: SessionQuery, cursor: string | undefined, signal: AbortSignal) => Promise<Page<Session>>;

/** The sessions that a query has found so far. */
export class FoundSessions {
  items: readonly Session[] = [];
  failed: unknown;
  loading = false;
  /** What is looked for; undefined: nothing. */
  query: SessionQuery | undefined;
  #cursor: string | undefined;
  #isWhole = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;
  readonly #ask: Ask;
  readonly #changed: () => void;

  constructor(ask: Ask, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  /** Looks for this once it has stayed so for a moment; what was asked before no longer matters. */
  lookFor(query: SessionQuery | undefined): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#asked = undefined;
    this.query = query;
    this.failed = undefined;
    this.loading = query !== undefined;
    if (query) this.#timer = setTimeout(() => void this.#read([]), DEBOUNCE_MS);
    else this.items = [];
    this.#changed();
  }

  /** Reads on. */
  more(): void {
    if (!this.query || this.loading || this.#isWhole || this.failed) return;
    this.loading = true;
    void this.#read(this.items);
  }

  /** After a failure. */
  readonly again = (): void => this.lookFor(this.query);

  async #read(before: readonly Session[]): Promise<void> {
    const { query } = this;
    if (!query) return;
    const asked = new AbortController();
    this.#asked = asked;
    try {
      const cursor = before.length > 0 ? this.#cursor : undefined;
      const page = await this.#ask(query, cursor, asked.signal);
      if (this.#asked !== asked) return;
      const known = new Set(before.map(({ id }) => id));
      this.items = [...before, ...page.items.filter(({ id }) => !known.has(id))];
      this.#cursor = page.nextCursor ?? undefined;
      this.#isWhole = this.#cursor === undefined;
      this.failed = undefined;
    } catch (error) {
      if (this.#asked !== asked) return;
      this.failed = error;
    }
    this.loading = false;
    this.#changed();
  }
}
