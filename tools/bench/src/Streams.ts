/**
 * How much a provider is asked to stream: a chunk each time, or a burst of some, `apartMs` between two of them; when
 * `together` such requests are there, where it says so.
 */
export interface Script {
  readonly chunks: number;
  readonly everyMs: number;
  readonly burst?: number;
  readonly apartMs?: number;
  readonly together?: number;
}

/** Something that streams an answer to a client: resolves to the milliseconds that each chunk was under way. */
export interface Stream {
  answer(script: Script): Promise<number[]>;
  close(): void;
}

/** Reads the moments that chunks were sent at out of their text, and tells how long each was under way. */
export class Stamps {
  readonly taken: number[] = [];
  /** When each was sent, in milliseconds of the machine's monotonic clock. */
  readonly sent: number[] = [];
  /** Of all text so far, in UTF-16 units. */
  length = 0;
  #rest = '';

  push(text: string): void {
    const now = process.hrtime.bigint();
    this.length += text.length;
    const parts = (this.#rest + text).split(' ');
    this.#rest = parts.pop() ?? '';
    for (const stamp of parts) {
      this.taken.push(Number(now - BigInt(stamp)) / 1e6);
      this.sent.push(Number(stamp) / 1e6);
    }
  }
}
