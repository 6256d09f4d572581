/** Makes tokens by hand, right and wrong ones, for the tests. */
import { createHmac, sign, type KeyObject } from 'node:crypto';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with any header and payload, signed by what is given: a secret, a private key, or nothing. */
export function forge(header: object, payload: unknown, key: string | KeyObject | undefined): string {
  const input = `${encode(header)}.${encode(payload)}`;
  if (key === undefined) return `${input}.`;
  if (typeof key === 'string')
    return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const signature = sign(digest, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}
