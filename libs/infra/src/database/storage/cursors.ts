import { CommandError } from '../commandError.ts';
import { type Batch, Cursor } from './cursor.ts';

const idleMs = 10 * 60_000;
const maxOpen = 10_000;

/** The cursors that have more to give. One that nobody asks for ten minutes is given up; so is the oldest of too many. */
export class Cursors {
  readonly #open = new Map<number, { cursor: Cursor; namespace: string; usedAt: number }>();
  #lastId = Math.floor(Math.random() * 2 ** 40);

  /** Takes the first batch; the id of 0 says that there is no more. */
  first(namespace: string, documents: Iterator<Uint8Array>, size: number, now: Date): Batch & { id: number } {
    const cursor = new Cursor(documents);
    const batch = cursor.next(size);
    if (batch.exhausted) return { ...batch, id: 0 };
    this.expire(now);
    const oldest = this.#open.keys().next().value;
    if (this.#open.size >= maxOpen && oldest !== undefined) this.#open.delete(oldest);
    const id = ++this.#lastId;
    this.#open.set(id, { cursor, namespace, usedAt: now.getTime() });
    return { ...batch, id };
  }

  /** Takes another batch. Throws CursorNotFound. */
  next(id: number, namespace: string, size: number, now: Date): Batch {
    const open = this.#open.get(id);
    if (!open || open.namespace !== namespace) {
      throw new CommandError(43, 'CursorNotFound', `cursor id ${id} not found in ${namespace}`);
    }
    this.#open.delete(id);
    const batch = open.cursor.next(size);
    if (!batch.exhausted) this.#open.set(id, { ...open, usedAt: now.getTime() });
    return batch;
  }

  /** Closes a cursor; false when there is none of that id. */
  kill(id: number): boolean {
    return this.#open.delete(id);
  }

  /** Closes the cursors of a collection whose tables change under them. */
  killAllOf(namespace: string): void {
    for (const [id, open] of this.#open) if (open.namespace === namespace) this.#open.delete(id);
  }

  /** Closes the cursors that nobody has asked for long. */
  expire(now: Date): void {
    for (const [id, { usedAt }] of this.#open) if (now.getTime() - usedAt > idleMs) this.#open.delete(id);
  }
}
