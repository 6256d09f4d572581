import type { Answer } from '@parley/conversation';
import type { DeltaStream } from './DeltaStream.ts';

/** Why the writing of an answer was broken off. */
export type BreakOff = 'stopped' | 'lost' | 'leaving' | 'silence' | 'too long';

/** One answer while this worker writes it: its text so far, and the way to break it off. */
export class RunningAnswer {
  readonly answer: Answer;
  readonly deltas: DeltaStream;
  readonly #call = new AbortController();
  readonly #finished = Promise.withResolvers<void>();

  constructor(answer: Answer, deltas: DeltaStream) {
    this.answer = answer;
    this.deltas = deltas;
  }

  /** Ends the provider's call. */
  get signal(): AbortSignal {
    return this.#call.signal;
  }

  /** Why it was broken off; `undefined` while it wasn't. The first reason counts. */
  get brokenOff(): BreakOff | undefined {
    return this.signal.aborted ? (this.signal.reason as BreakOff) : undefined;
  }

  /** Resolves when no more of it will be sent. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  breakOff(reason: BreakOff): void {
    this.#call.abort(reason);
  }

  finish(): void {
    this.#finished.resolve();
  }
}
