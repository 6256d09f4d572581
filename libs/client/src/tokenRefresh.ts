import type { Clock } from './clock.ts';
import { tokenExpiry } from './tokenExpiry.ts';
import type { TokenSource } from './tokenSource.ts';

const AHEAD_MS = 60_000;
const AGAIN_MS = 10_000;
const LONGEST_MS = 24 * 3600_000;

/** Sends a fresh token over an open socket before the old one expires, so that the server needn't close it. */
export class TokenRefresh {
  readonly #clock: Clock;
  readonly #tokens: TokenSource;
  readonly #send: (token: string) => void;
  #cancel: (() => void) | undefined;
  #skewMs = 0;

  constructor(clock: Clock, tokens: TokenSource, send: (token: string) => void) {
    this.#clock = clock;
    this.#tokens = tokens;
    this.#send = send;
  }

  /** Watches over `token`; `serverTime` corrects a wrong clock of this machine. */
  start(token: string, serverTime: string): void {
    const skew = Date.parse(serverTime) - this.#clock.now();
    this.#skewMs = Number.isFinite(skew) ? skew : 0;
    this.#plan(token, 0);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #plan(token: string, leastMs: number): void {
    this.stop();
    const expiry = tokenExpiry(token);
    if (expiry === undefined) return;
    const left = expiry - this.#clock.now() - this.#skewMs;
    const wait = Math.max(leastMs, left - Math.min(AHEAD_MS, left / 2));
    this.#wait(Math.min(wait, LONGEST_MS), () =>
      wait > LONGEST_MS ? this.#plan(token, leastMs) : void this.#renew(token),
    );
  }

  async #renew(old: string): Promise<void> {
    const mine = this.#cancel;
    const token = await this.#tokens.get(true).catch(() => undefined);
    if (this.#cancel !== mine) return;
    if (token === undefined) return this.#wait(AGAIN_MS, () => void this.#renew(old));
    this.#send(token);
    this.#plan(token, AGAIN_MS);
  }

  #wait(ms: number, run: () => void): void {
    this.#cancel = this.#clock.after(ms, run);
  }
}
