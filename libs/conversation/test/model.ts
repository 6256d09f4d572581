import { createSession, type Change, type Entry, type LifeChange, type SessionState } from '../src/index.ts';

export const SESSION = '6f1d6a0e-3a55-4c0e-9d7b-0c8f6f7a1b11';
export const USER = { id: 'anna', name: 'Anna', roles: ['user'] };

/** Keeps what a store would keep. */
export class Kept {
  state: SessionState = createSession(SESSION, USER.id, 'demo', 1_000);
  readonly entries = new Map<string, Entry>();
  /** The `rev` of each told change, in the order told; every one up to it where clients are told to ask. */
  readonly told: number[] = [1];
  /** Entries that were superseded once. */
  readonly superseded = new Set<string>();

  apply(change: Change | LifeChange | undefined): void {
    if (!change) return;
    for (const entry of change.entries) this.#put(entry);
    const marks = 'superseded' in change ? (change.superseded ?? []) : [];
    for (const { id, rev } of marks) this.#put({ ...this.#of(id), rev, status: 'superseded' });
    this.state = change.session;
    for (const frame of change.frames) {
      if (frame.type === 'resync')
        while (this.told.length < this.state.rev) this.told.push(this.told.length + 1);
      else if ('rev' in frame && frame.rev !== undefined) this.told.push(frame.rev);
    }
  }

  bySeq(): Entry[] {
    return [...this.entries.values()].sort((a, b) => a.seq - b.seq);
  }

  /** Those that count. */
  current(): Entry[] {
    return this.bySeq().filter(({ status }) => status !== 'superseded');
  }

  #put(entry: Entry): void {
    if (entry.status === 'superseded') this.superseded.add(entry.id);
    this.entries.set(entry.id, entry);
  }

  #of(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw new Error(`there is no entry ${id}`);
    return entry;
  }
}
