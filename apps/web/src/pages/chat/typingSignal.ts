/** So often the other side is told again: it forgets after ten seconds. */
const AGAIN_MS = 4000;
/** So long without a key, and nobody is typing any more. */
const PAUSE_MS = 5000;

/** Tells the other side that somebody is typing, now and then, and that they have stopped. */
export class TypingSignal {
  readonly #tell: (active: boolean) => void;
  #toldAt = Number.NEGATIVE_INFINITY;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (active: boolean) => void) {
    this.#tell = tell;
  }

  /** A key was pressed; or, with `false`, nothing is being written any more. */
  typed(active: boolean): void {
    clearTimeout(this.#pause);
    if (!active) return this.stop();
    this.#pause = setTimeout(() => this.stop(), PAUSE_MS);
    if (Date.now() - this.#toldAt < AGAIN_MS) return;
    this.#toldAt = Date.now();
    this.#tell(true);
  }

  stop(): void {
    clearTimeout(this.#pause);
    if (this.#toldAt === Number.NEGATIVE_INFINITY) return;
    this.#toldAt = Number.NEGATIVE_INFINITY;
    this.#tell(false);
  }
}
