import type { ClientFrameOf, ServerFrameOf } from '@parley/protocol';
import { backoff } from './backoff.ts';
import { ClientError } from './clientError.ts';
import type { Clock } from './clock.ts';
import { isPassing } from './isPassing.ts';

export interface OpenerOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** False: not connected. */
  send(frame: ClientFrameOf<'session.open'>): boolean;
  /** The frame to ask with now. */
  next(): ClientFrameOf<'session.open'>;
  onOpened(frame: ServerFrameOf<'session.opened'>, asked: ClientFrameOf<'session.open'>): void;
  onRefused(error: ClientError): void;
}

const BACKOFF_MS = 250;
const BACKOFF_MAX_MS = 5_000;
const ANSWER_MS = 10_000;
/** So long without a need to open again, and the next one is served at once, as the first one is. */
const CALM_MS = 10_000;

/** Asks for a session: one `session.open` at a time, again until it is answered, never in a tight loop. */
export class Opener {
  readonly #options: OpenerOptions;
  #asked: ClientFrameOf<'session.open'> | undefined;
  #cancel: (() => void) | undefined;
  #again = false;
  #times = 0;
  #lastAt = -Infinity;

  constructor(options: OpenerOptions) {
    this.#options = options;
  }

  /** A question is on its way, or will be soon. */
  get busy(): boolean {
    return this.#cancel !== undefined;
  }

  /** Opens (again). While one is on its way nothing happens, unless that one may be too old: `evenIfBusy`. */
  request(evenIfBusy = false): void {
    if (this.busy) {
      if (this.#asked) this.#again ||= evenIfBusy;
      return;
    }
    const { clock, random } = this.#options;
    if (clock.now() - this.#lastAt >= CALM_MS) this.#times = 0;
    const ms = this.#times < 2 ? 0 : backoff(this.#times, BACKOFF_MS, BACKOFF_MAX_MS, random);
    if (ms === 0) this.now();
    else this.#later(ms, () => this.now());
  }

  /** Opens without delay: a new socket, or the next page. */
  now(): void {
    this.stop();
    this.#ask(this.#options.next());
  }

  /** Takes an answer; false when it belongs to somebody else. */
  reply(frame: ServerFrameOf<'session.opened' | 'error'>): boolean {
    const asked = this.#asked;
    if (!asked || frame.ref !== asked.id) return false;
    const again = this.#again;
    this.stop();
    if (frame.type === 'error') {
      this.#onError(asked, ClientError.fromWire(frame.error));
      return true;
    }
    this.#times += 1;
    this.#lastAt = this.#options.clock.now();
    this.#options.onOpened(frame, asked);
    if (again) this.request();
    return true;
  }

  /** Forgets what is on its way (the socket is gone). */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#asked = undefined;
    this.#again = false;
  }

  #onError(asked: ClientFrameOf<'session.open'>, error: ClientError): void {
    const { random } = this.#options;
    if (!isPassing(error)) return this.#options.onRefused(error);
    this.#times += 1;
    const ms = (error.retryAfterMs ?? 0) + backoff(this.#times, BACKOFF_MS, BACKOFF_MAX_MS, random);
    this.#later(ms, () => this.#ask(asked));
  }

  /** Asks, and asks the same again when no answer comes. */
  #ask(frame: ClientFrameOf<'session.open'>): void {
    this.#cancel = undefined;
    if (!this.#options.send(frame)) return;
    this.#asked = frame;
    this.#later(ANSWER_MS, () => this.#ask(frame));
  }

  #later(ms: number, run: () => void): void {
    this.#cancel = this.#options.clock.after(ms, run);
  }
}
