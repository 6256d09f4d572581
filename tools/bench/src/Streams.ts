/** How much a provider is asked to stream. */
export interface Script {
  readonly chunks: number;
  readonly everyMs: number;
}

/** Something that streams an answer to a client: resolves to the milliseconds that each chunk was under way. */
export interface Stream {
  answer(script: Script): Promise<number[]>;
  close(): void;
}

/** Reads the moments that chunks were sent at out of their text, and tells how long each was under way. */
export class Stamps {
  readonly taken: number[] = [];
  #rest = '';

  push(text: string): void {
    const now = process.hrtime.bigint();
    const parts = (this.#rest + text).split(' ');
    this.#rest = parts.pop() ?? '';
    for (const stamp of parts) this.taken.push(Number(now - BigInt(stamp)) / 1e6);
  }
}
