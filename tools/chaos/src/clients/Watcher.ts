import type { Message } from '@parley/protocol';
import type { Timeline } from '@parley/client';

/** Looks at all that a client shows, and notes what a person before it would find wrong. */
export class Watcher {
  readonly faults: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #streamed = new Map<string, { attempt: number; text: string }>();
  #messages: readonly Message[] = [];

  look({ messages, streaming }: Timeline): void {
    if (messages !== this.#messages) this.#lookAtPlaces(messages);
    for (const [id, { attempt, text }] of streaming) this.#lookAtText(id, attempt, text);
  }

  #lookAtPlaces(messages: readonly Message[]): void {
    this.#messages = messages;
    const first = messages[0]?.seq ?? 1;
    for (const [at, { id, seq }] of messages.entries()) {
      if (seq !== first + at) this.faults.push(`it showed ${seq} where ${first + at} belongs`);
      const before = this.#places.get(id);
      if (before !== undefined && before !== seq) this.faults.push(`${id} moved from ${before} to ${seq}`);
      this.#places.set(id, seq);
    }
  }

  #lookAtText(id: string, attempt: number, text: string): void {
    const before = this.#streamed.get(id);
    if (before && attempt < before.attempt) this.faults.push(`attempt of ${id} went back`);
    if (before && attempt === before.attempt && !text.startsWith(before.text))
      this.faults.push(`text of ${id} changed as it was shown`);
    this.#streamed.set(id, { attempt, text });
  }
}
