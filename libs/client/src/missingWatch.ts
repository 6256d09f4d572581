import type { Clock } from './clock.ts';
import type { TimelineState } from './timelineState.ts';

const GAP_MS = 2_000;
const QUIET_MS = 12_000;

/** Notices what no frame tells: a gap that doesn't close, an answer of which nothing is heard. */
export class MissingWatch {
  readonly #clock: Clock;
  readonly #onMissing: () => void;
  #gapAt: number | undefined;
  #endGap: (() => void) | undefined;
  #endQuiet: (() => void) | undefined;

  constructor(clock: Clock, onMissing: () => void) {
    this.#clock = clock;
    this.#onMissing = onMissing;
  }

  /** Looks at the state that a sign of life has led to. */
  update({ ahead, rev, streaming, messages }: TimelineState): void {
    const gapAt = ahead.size > 0 ? rev : undefined;
    if (gapAt !== this.#gapAt) {
      this.#endGap?.();
      this.#endGap = gapAt === undefined ? undefined : this.#clock.after(GAP_MS, () => this.#fire());
      this.#gapAt = gapAt;
    }
    this.#endQuiet?.();
    const isWriting = streaming.size > 0 || messages.some(({ status }) => status === 'streaming');
    this.#endQuiet = isWriting ? this.#clock.after(QUIET_MS, () => this.#fire()) : undefined;
  }

  stop(): void {
    this.#endGap?.();
    this.#endQuiet?.();
    this.#gapAt = undefined;
  }

  #fire(): void {
    this.stop();
    this.#onMissing();
  }
}
