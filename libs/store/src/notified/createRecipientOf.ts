import { createHmac } from 'node:crypto';
import type { StoreContext } from '../database/StoreContext.ts';
import type { NotifyChannel } from './NotifiedDocument.ts';
import { notifierKey } from './notifierKey.ts';

/**
 * What stands for an address in the database: keyed, so that nobody finds a telephone number by trying them all. The same
 * one for the same address; upper case in a mail address makes no other one.
 * @throws StoreUnavailable, SealedDataError
 */
export type RecipientOf = (channel: NotifyChannel, address: string) => Promise<string>;

export function createRecipientOf({ keys }: StoreContext): RecipientOf {
  let secret: Promise<Uint8Array> | undefined;
  return async (channel, address) => {
    secret ??= notifierKey(keys).then((key) => key.derive('recipients of notifications'));
    // A failure isn't kept: the next one asks again.
    secret.catch(() => (secret = undefined));
    const same = channel === 'email' ? address.toLowerCase() : address;
    return createHmac('sha256', await secret)
      .update(same)
      .digest('base64url')
      .slice(0, 22);
  };
}
