import { sendJson } from '../http/fetchJson.ts';
import type { Account } from './account.ts';
import { readStored, writeStored } from './stored.ts';

const AHEAD_MS = 60_000;

interface Grant {
  readonly userId: string;
  readonly token: string;
  readonly expiresAt: string;
}

const isGrant = (value: unknown): value is Grant =>
  typeof value === 'object' &&
  value !== null &&
  'userId' in value &&
  'token' in value &&
  'expiresAt' in value;

/** Tokens of `/api/auth/dev`: kept in this browser, and asked for again before they expire or when one was refused. */
export class DevTokens {
  readonly #account: Account;
  readonly #key: string;
  #asking: Promise<string> | undefined;

  /** Under `key` it is kept in this browser. */
  constructor(account: Account, key = 'parley.token') {
    this.#account = account;
    this.#key = key;
  }

  /** A token to use now. Rejects with `RequestError`. */
  readonly get = ({ renew }: { readonly renew: boolean }): Promise<string> => {
    const kept = readStored(this.#key);
    const fresh = isGrant(kept) && kept.userId === this.#account.userId;
    if (!renew && fresh && Date.parse(kept.expiresAt) - Date.now() > AHEAD_MS)
      return Promise.resolve(kept.token);
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  };

  async #ask(): Promise<string> {
    const { userId } = this.#account;
    const grant = await sendJson<Omit<Grant, 'userId'>>('POST', '/api/auth/dev', this.#account);
    writeStored(this.#key, { userId, ...grant });
    return grant.token;
  }
}
