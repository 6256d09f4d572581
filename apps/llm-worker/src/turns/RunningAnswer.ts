import type { Answer } from '@parley/conversation';
import type { Loaded } from '@parley/store';
import type { Writer } from '../calls/CallEvent.ts';
import type { DeltaStream } from './DeltaStream.ts';

/** Why the writing of an answer was broken off. */
export type BreakOff = 'stopped' | 'lost' | 'leaving' | 'too long';

/** What is said of an answer: its text, and what the model thought before it wrote. */
export interface Said {
  readonly deltas: DeltaStream;
  readonly reasoning: DeltaStream;
}

/** One answer while this worker writes it: its text so far, and the way to break it off. */
export class RunningAnswer {
  readonly answer: Answer;
  /** The session as it was when this worker last held the answer for certain. */
  session: Loaded;
  readonly deltas: DeltaStream;
  readonly reasoning: DeltaStream;
  /** Who writes it, once that is known. */
  writer: Writer | undefined;
  readonly #call = new AbortController();
  readonly #finished = Promise.withResolvers<void>();

  constructor(answer: Answer, session: Loaded, { deltas, reasoning }: Said) {
    this.answer = answer;
    this.session = session;
    this.deltas = deltas;
    this.reasoning = reasoning;
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

  /** Its reader, or who takes the session over, wants no more: what was sent by now is all of it. */
  stop(): void {
    this.breakOff('stopped');
    if (this.brokenOff === 'stopped') this.finish();
  }

  /** All of it has come: sends what is held back. */
  finish(): void {
    this.reasoning.end();
    this.deltas.end();
    this.#finished.resolve();
  }

  /** Sends nothing of it any more. */
  abandon(): void {
    this.reasoning.abandon();
    this.deltas.abandon();
    this.#finished.resolve();
  }
}
