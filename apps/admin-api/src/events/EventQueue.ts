import type { FleetSession } from '@parley/protocol';

/** Sessions of which a reader may have changes to come. */
const MAX_HELD = 1000;

/** What comes next for a reader. */
export type Next =
  /** All is to be told anew. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'changes'; readonly changes: readonly FleetSession[] }
  /** Nothing happened for that long. */
  | { readonly kind: 'quiet' };

const idOf = (change: FleetSession): string =>
  change.kind === 'changed' ? change.session.id : change.sessionId;

const revOf = (change: FleetSession | undefined): number =>
  change?.kind === 'changed' ? change.session.rev : Number.MAX_SAFE_INTEGER;

/**
 * What a reader hasn't been sent yet: of each session the newest change. For a reader that is too slow for that it holds
 * nothing any more, but knows that there is a gap; it begins with one.
 */
export class EventQueue {
  readonly #changes = new Map<string, FleetSession>();
  #hasGap = true;
  #wake: () => void = () => {};

  /** A session changed. */
  add(change: FleetSession): void {
    const id = idOf(change);
    const held = this.#changes.get(id);
    if (held && revOf(change) < revOf(held) && held.kind === 'changed') return;
    this.#changes.delete(id);
    this.#changes.set(id, change);
    if (this.#changes.size > MAX_HELD) this.gap();
    this.#wake();
  }

  /** Changes may have been missed. */
  gap(): void {
    this.#changes.clear();
    this.#hasGap = true;
    this.#wake();
  }

  /** The reader was told of these sessions as they are: what is older needn't be told. */
  told(sessions: readonly { readonly id: string; readonly rev: number }[]): void {
    for (const { id, rev } of sessions) if (revOf(this.#changes.get(id)) < rev) this.#changes.delete(id);
  }

  /** What comes next, at once or as soon as there is something; `quiet` after `quietMs`, or when it is aborted. */
  async next(quietMs: number, signal: AbortSignal): Promise<Next> {
    if (!this.#hasGap && this.#changes.size === 0 && !signal.aborted) await this.#wait(quietMs, signal);
    if (this.#hasGap) {
      this.#hasGap = false;
      this.#changes.clear();
      return { kind: 'gap' };
    }
    if (this.#changes.size === 0) return { kind: 'quiet' };
    const changes = [...this.#changes.values()];
    this.#changes.clear();
    return { kind: 'changes', changes };
  }

  #wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#wake = () => {};
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      this.#wake = done;
    });
  }
}
