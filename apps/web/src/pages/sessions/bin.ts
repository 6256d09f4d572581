import { RequestError } from '../http/requestError.ts';
import type { SessionsApi } from './sessionsApi.ts';

const UNDO_MS = 6000;

/** A session that is about to be deleted. */
export interface Binned {
  readonly id: string;
  readonly name: string;
  /** Too late: the server has been told. */
  readonly sent: boolean;
}

interface Entry extends Binned {
  readonly token: string;
  readonly timer: ReturnType<typeof setTimeout>;
}

export interface BinOptions {
  readonly api: SessionsApi;
  onChange(): void;
  onDeleted(id: string): void;
  onFailed(id: string, error: unknown): void;
}

/** Deletions that can still be undone: each is sent six seconds later, or when the page is left. */
export class Bin {
  readonly #options: BinOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: BinOptions) {
    this.#options = options;
  }

  /** The latest one first. */
  get entries(): readonly Binned[] {
    return [...this.#entries.values()].toReversed();
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** Rejects with a `RequestError` when nobody may delete just now. */
  async put(id: string, name: string): Promise<void> {
    // Taken now: when the page is left there is no time to ask for one.
    const token = await this.#options.api.token();
    if (this.#entries.has(id)) return;
    const timer = setTimeout(() => void this.#send(id), UNDO_MS);
    this.#entries.set(id, { id, name, sent: false, token, timer });
    this.#options.onChange();
  }

  /** False: it was too late. */
  undo(id: string): boolean {
    const entry = this.#entries.get(id);
    if (!entry || entry.sent) return false;
    clearTimeout(entry.timer);
    this.#entries.delete(id);
    this.#options.onChange();
    return true;
  }

  /** Sends all that waits: the page is being left. */
  readonly flush = (): void => {
    for (const { id, timer } of this.#entries.values()) {
      clearTimeout(timer);
      void this.#send(id);
    }
  };

  async #send(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry || entry.sent) return;
    this.#entries.set(id, { ...entry, sent: true });
    this.#options.onChange();
    try {
      await this.#options.api.remove(id, entry.token).catch(ignoreGone);
      this.#options.onDeleted(id);
    } catch (error) {
      this.#options.onFailed(id, error);
    }
    this.#entries.delete(id);
    this.#options.onChange();
  }
}

/** Somebody was faster, on another device perhaps. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof RequestError) || error.error.category !== 'not_found') throw error;
}
