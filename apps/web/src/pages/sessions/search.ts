import type { Found, SessionsApi } from './sessionsApi.ts';

const DEBOUNCE_MS = 250;
const TIMEOUT_MS = 15_000;
const PAGE = 20;

/** What a search has found so far. */
export class Search {
  /** What is looked for; empty: nothing. */
  text = '';
  items: readonly Found[] = [];
  failed: unknown;
  loading = false;
  #cursor: string | null | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: AbortController | undefined;
  readonly #api: SessionsApi;
  readonly #changed: () => void;

  constructor(api: SessionsApi, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  get isWhole(): boolean {
    return this.#cursor === null;
  }

  /** Looks for `text` once it has stayed so for a moment; what was asked before no longer matters. */
  lookFor(text: string): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#asked = undefined;
    const isNew = text.trim() !== this.text;
    this.text = text.trim();
    if (isNew || this.text === '') {
      this.#cursor = undefined;
      this.failed = undefined;
      if (this.text === '') this.items = [];
    }
    this.loading = this.text !== '';
    if (this.text) this.#timer = setTimeout(() => void this.#ask([]), DEBOUNCE_MS);
    this.#changed();
  }

  /** Reads on. */
  more(): void {
    if (!this.text || this.loading || this.isWhole) return;
    this.loading = true;
    void this.#ask(this.items);
  }

  async #ask(before: readonly Found[]): Promise<void> {
    const asked = new AbortController();
    this.#asked = asked;
    const cursor = before.length > 0 ? (this.#cursor ?? undefined) : undefined;
    try {
      const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const page = await this.#api.list({ q: this.text, limit: PAGE, cursor }, signal);
      if (this.#asked !== asked) return;
      const known = new Set(before.map(({ id }) => id));
      this.items = [...before, ...page.items.filter(({ id }) => !known.has(id))];
      this.#cursor = page.nextCursor;
      this.failed = undefined;
    } catch (error) {
      if (this.#asked !== asked) return;
      this.failed = error;
    }
    this.loading = false;
    this.#changed();
  }
}
