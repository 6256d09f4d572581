import type { ClientFrame } from '@parley/protocol';

/** Frames that wait for those before them. */
const MOST_FRAMES = 128;
/** Room for a user's whole burst of messages (30, unless configured otherwise) at their largest. */
const MOST_BYTES = 2 * 1024 * 1024;

interface Waiting {
  readonly frame: ClientFrame;
  readonly bytes: number;
}

/** Has the frames of one socket handled one after the other, whatever becomes of each. */
export class FrameQueue {
  readonly #handle: (frame: ClientFrame) => Promise<void>;
  readonly #waiting: Waiting[] = [];
  #bytes = 0;
  #busy = false;

  /** @param handle never rejects */
  constructor(handle: (frame: ClientFrame) => Promise<void>) {
    this.#handle = handle;
  }

  /** Nothing is being handled, so the next frame needn't wait. */
  get idle(): boolean {
    return !this.#busy;
  }

  /** Hands over the next frame, `bytes` long; false when too many wait already. */
  push(frame: ClientFrame, bytes: number): boolean {
    if (this.#waiting.length >= MOST_FRAMES || this.#bytes + bytes > MOST_BYTES) return false;
    this.#waiting.push({ frame, bytes });
    this.#bytes += bytes;
    if (!this.#busy) void this.#run();
    return true;
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting.length = 0;
    this.#bytes = 0;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#bytes -= next.bytes;
      await this.#handle(next.frame);
    }
    this.#busy = false;
  }
}
