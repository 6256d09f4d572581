import type { Message } from '@parley/protocol';

/** Knows how long models thought before they wrote, of those answers alone that were seen from their begin on. */
export class ThoughtSpans {
  /** Answers that nothing was there of yet. */
  readonly #blank = new Set<string>();
  readonly #since = new Map<string, number>();
  readonly #spans = new Map<string, number>();

  /** Looks at what is there at a moment, in milliseconds of a clock that never goes back. */
  look(messages: readonly Message[], now: number): void {
    for (const message of messages)
      if (message.status === 'streaming' || this.#since.has(message.id)) this.#see(message, now);
  }

  /** How long the model of an answer thought, in milliseconds; undefined: it isn't known, or it still thinks. */
  of(id: string): number | undefined {
    return this.#spans.get(id);
  }

  #see({ id, status, text, reasoning }: Message, now: number): void {
    const isThinking = status === 'streaming' && text === '';
    if (isThinking && !reasoning) {
      // At its begin, or when it starts again.
      this.#blank.add(id);
      this.#since.delete(id);
      this.#spans.delete(id);
    }
    if (isThinking && reasoning && this.#blank.delete(id)) this.#since.set(id, now);
    const since = this.#since.get(id);
    if (isThinking || since === undefined) return;
    this.#spans.set(id, now - since);
    this.#since.delete(id);
  }
}
