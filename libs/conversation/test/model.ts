import { createSession, type Change, type Entry, type LifeChange, type SessionState } from '../src/index.ts';

export const SESSION = '6f1d6a0e-3a55-4c0e-9d7b-0c8f6f7a1b11';
export const USER = { id: 'anna', name: 'Anna', roles: ['user'] };

/** Keeps what a store would keep, and checks with every change what must hold after it. */
export class Kept {
  state: SessionState = createSession(SESSION, USER.id, 'demo', 1_000);
  readonly entries = new Map<string, Entry>();
  /** The `rev` of each told change, in the order told. */
  readonly told: number[] = [1];

  apply(change: Change | LifeChange | undefined): void {
    if (!change) return;
    for (const entry of change.entries) this.entries.set(entry.id, entry);
    for (const frame of change.frames)
      if ('rev' in frame && frame.rev !== undefined) this.told.push(frame.rev);
    this.state = change.session;
  }

  bySeq(): Entry[] {
    return [...this.entries.values()].sort((a, b) => a.seq - b.seq);
  }
}
