/** Sends one piece of the text: `offset` in UTF-16 units. An empty one says that the answer is still being written. */
export type SendDelta = (offset: number, text: string) => void;

/** Shortest time between two deltas: at most 30 a second. */
const SPACING_MS = 34;
/** Longest silence while an answer is being written. */
const SILENCE_MS = 4_000;

/**
 * Turns a stream of small pieces into at most 30 deltas a second. What comes after a pause, the first piece above all,
 * goes out at once; what follows it closely waits until the spacing is over and goes out together.
 */
export class DeltaStream {
  #text = '';
  #sent = 0;
  #timer: NodeJS.Timeout;
  #spacing = false;
  readonly #send: SendDelta;

  constructor(send: SendDelta) {
    this.#send = send;
    this.#timer = this.#wait(SILENCE_MS);
  }

  /** All of the text so far, what is still held back included. */
  get text(): string {
    return this.#text;
  }

  push(piece: string): void {
    if (piece === '') return;
    this.#text += piece;
    if (!this.#spacing) this.#flush();
  }

  /** Sends what is held back, and nothing more after that. */
  end(): void {
    clearTimeout(this.#timer);
    if (this.#sent < this.#text.length) this.#send(this.#sent, this.#text.slice(this.#sent));
    this.#sent = this.#text.length;
  }

  /** Sends nothing any more, not even what is held back. */
  abandon(): void {
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

  #wait(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      const held = this.#sent < this.#text.length;
      if (held || !this.#spacing) return this.#flush();
      this.#spacing = false;
      this.#timer = this.#wait(SILENCE_MS);
    }, ms);
  }
}
