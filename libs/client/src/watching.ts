import type { ClientError } from './clientError.ts';
import { isPassing } from './isPassing.ts';
import type { Reply } from './outboxEntry.ts';

export interface WatchingOptions {
  /** Sends the frame until it is answered. */
  send(frame: { readonly type: 'admin.watch' | 'admin.unwatch' }): Promise<Reply>;
  onChange(): void;
}

/** Keeps a session watched by an admin: a socket that is gone takes the watching along, so each new one is asked for it. */
export class Watching {
  readonly #options: WatchingOptions;
  #isWanted = false;
  #isAsking = false;
  #isConnected = false;
  #isOn = false;

  constructor(options: WatchingOptions) {
    this.#options = options;
  }

  /** The present socket gets what only admins see. */
  get isOn(): boolean {
    return this.#isOn;
  }

  start(): Promise<Reply> {
    this.#isWanted = true;
    return this.#ask();
  }

  async end(): Promise<Reply> {
    this.stop();
    return this.#options.send({ type: 'admin.unwatch' });
  }

  /** Forgets that it is wanted: the role, or the session, is gone. True: a socket may still have it. */
  stop(): boolean {
    const mayBeOn = this.#isWanted && this.#isConnected;
    this.#isWanted = false;
    this.#set(false);
    return mayBeOn;
  }

  /** A question that is still on its way goes out by itself. */
  connected(): void {
    this.#isConnected = true;
    if (this.#isWanted && !this.#isAsking) this.#ask().catch(() => undefined);
  }

  disconnected(): void {
    this.#isConnected = false;
    this.#isOn = false;
  }

  async #ask(): Promise<Reply> {
    this.#isAsking = true;
    try {
      const reply = await this.#options.send({ type: 'admin.watch' });
      this.#set(this.#isWanted && this.#isConnected);
      return reply;
    } catch (error) {
      if (!isPassing(error as ClientError)) this.stop();
      throw error;
    } finally {
      this.#isAsking = false;
    }
  }

  #set(isOn: boolean): void {
    if (this.#isOn === isOn) return;
    this.#isOn = isOn;
    this.#options.onChange();
  }
}
