import type { Message } from '@parley/protocol';
import type { SeenHandover } from './handovers.ts';

/** Remembers, while a conversation is open, behind which entry a person came or went. */
export class SeenHandovers {
  #sessionId: string | undefined;
  #person: string | undefined;
  #seen: readonly SeenHandover[] = [];

  /** Those of the conversation that `messages` are of, which `person` has now. */
  look(messages: readonly Message[], person: string | undefined): readonly SeenHandover[] {
    const last = messages.at(-1);
    if (last?.sessionId !== this.#sessionId) {
      this.#sessionId = last?.sessionId;
      this.#seen = [];
    } else if (person !== this.#person) {
      this.#seen = [...this.#seen, { afterSeq: last?.seq ?? 0, person }];
    }
    this.#person = person;
    return this.#seen;
  }
}
