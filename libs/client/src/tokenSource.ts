import { ClientError } from './clientError.ts';
import type { Clock } from './clock.ts';
import { tokenExpiry } from './tokenExpiry.ts';

/** Gives a token for the next connect; with `renew` a new one, since the last was refused or is about to expire. */
export type AskToken = (ask: { readonly renew: boolean }) => Promise<string>;

const ANSWER_MS = 15_000;
const ABOUT_TO_EXPIRE_MS = 30_000;

const within = <T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () =>
      reject(new ClientError('client', 'timeout', 'token: took too long.')),
    );
    work.then(resolve, reject).finally(cancel);
  });

/** Asks for tokens so that one which is about to expire is never used. */
export class TokenSource {
  readonly #ask: AskToken;
  readonly #clock: Clock;

  constructor(ask: AskToken, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** A token that lives for a while yet. Rejects with what the page's function rejects with, or after 15 s. */
  async get(renew: boolean): Promise<string> {
    const token = await within(this.#clock, ANSWER_MS, this.#ask({ renew }));
    const expiry = tokenExpiry(token);
    if (renew || expiry === undefined || expiry - this.#clock.now() > ABOUT_TO_EXPIRE_MS) return token;
    return within(this.#clock, ANSWER_MS, this.#ask({ renew: true }));
  }
}
