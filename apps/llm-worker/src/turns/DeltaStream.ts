/** Sends one piece of the text: `offset` in UTF-16 units. An empty one says that it is still being written. */
export type SendDelta = (offset: number, text: string) => void;

export interface DeltaOptions {
  /** Longest silence, in milliseconds, after which an empty piece is sent; left out: nothing to say isn't said. */
  readonly signEveryMs?: number;
}

/** Shortest time between two deltas: at most 30 a second. */
const SPACING_MS = 34;

/**
 * Turns a stream of small pieces into at most 30 deltas a second. What comes after a pause, the first piece above all,
 * goes out at once; what follows it closely waits until the spacing is over and goes out together.
 */
export class DeltaStream {
  #text = '';
  #sent = 0;
  #timer: NodeJS.Timeout | undefined;
  #spacing = false;
  #ended = false;
  readonly #send: SendDelta;
  readonly #signEveryMs: number | undefined;

  constructor(send: SendDelta, { signEveryMs }: DeltaOptions = {}) {
    this.#send = send;
    this.#signEveryMs = signEveryMs;
    this.#awaitSign();
  }

  /** All of the text so far, what is still held back included. */
  get text(): string {
    return this.#text;
  }

  /** Takes the next piece; after the end nothing counts any more. */
  push(piece: string): void {
    if (piece === '' || this.#ended) return;
    this.#text += piece;
    if (!this.#spacing) this.#flush();
  }

  /** Sends what is held back, and nothing more after that. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    if (this.#sent < this.#text.length) this.#send(this.#sent, this.#text.slice(this.#sent));
    this.#sent = this.#text.length;
  }

  /** Sends nothing any more, not even what is held back. */
  abandon(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#sent = this.#text.length;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#send(this.#sent, this.#text.slice(this.#sent));
    this.#sent = this.#text.length;
    this.#spacing = true;
    this.#timer = this.#wait(SPACING_MS);
  }

  #awaitSign(): void {
    if (this.#signEveryMs !== undefined) this.#timer = this.#wait(this.#signEveryMs);
  }

  #wait(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      const held = this.#sent < this.#text.length;
      if (held || !this.#spacing) return this.#flush();
      this.#spacing = false;
      this.#awaitSign();
    }, ms);
  }
}
