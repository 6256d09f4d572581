import { ParleyError } from '@parley/protocol';
import { fetchKeys, type PublicKey } from './fetchKeys.ts';

/** What a token says about the key that it was signed with. */
export interface KeyHint {
  readonly kid?: unknown;
  readonly alg?: unknown;
}

/**
 * Gives the public key for a token, as PEM.
 *
 * @throws ParleyError `auth`/`token_invalid` when the issuer has no such key, `service`/`unavailable` when it can't be asked
 */
export type KeySource = (hint: KeyHint) => Promise<string>;

export interface KeySourceOptions {
  /** A clock, in milliseconds. */
  readonly now?: () => number;
  /** How long keys count as fresh; then they are asked for again. */
  readonly freshMs?: number;
  /** How long keys serve when the issuer can't be asked. */
  readonly staleMs?: number;
  /** The shortest time between two questions, so that made-up key ids can't have the issuer flooded. */
  readonly pauseMs?: number;
  readonly timeoutMs?: number;
}

interface Kept {
  readonly keys: readonly PublicKey[];
  readonly at: number;
}

/** The key that fits: the one of that id, or, for a token without one, the issuer's only key. */
function pick(keys: readonly PublicKey[], { kid, alg }: KeyHint): PublicKey | undefined {
  const fitting = keys.filter((key) => key.alg === alg);
  if (kid !== undefined) return fitting.find((key) => key.kid === kid);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/**
 * Keeps the public keys of a JWKS URL: asks again when they aren't fresh any more, and when a token names a key that
 * isn't among them, since issuers rotate their keys. Any number of tokens wait for the same answer.
 */
export function createKeySource(url: string, options: KeySourceOptions = {}): KeySource {
  const { now = () => performance.now(), freshMs = 600_000, staleMs = 3_600_000 } = options;
  const { pauseMs = 2000, timeoutMs = 5000 } = options;
  let kept: Kept | undefined;
  let failure: unknown;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    askedAt = now();
    try {
      kept = { keys: await fetchKeys(url, timeoutMs), at: now() };
      failure = undefined;
    } catch (error) {
      failure = error;
    } finally {
      asking = undefined;
    }
  }

  const refresh = async () => {
    if (asking || now() - askedAt >= pauseMs) await (asking ??= ask());
  };
  const find = (hint: KeyHint, maxAgeMs: number) =>
    kept && now() - kept.at < maxAgeMs ? pick(kept.keys, hint) : undefined;

  return async (hint) => {
    const known = find(hint, freshMs);
    if (known) return known.pem;
    await refresh();
    const found = find(hint, failure === undefined ? freshMs : staleMs);
    if (found) return found.pem;
    if (failure !== undefined) {
      throw new ParleyError('service', 'unavailable', 'Tokens cannot be checked at the moment.', {
        cause: failure,
      });
    }
    throw new ParleyError('auth', 'token_invalid', 'The token is signed with an unknown key.');
  };
}
