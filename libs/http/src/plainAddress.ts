import { isIP } from 'node:net';

/**
 * An address as audits and limits name it: an IPv4 one that came as IPv6 is plain, an IPv6 one has no zone. `undefined`:
 * it is none.
 */
export function plainAddress(address = ''): string | undefined {
  const [plain = ''] = address.replace(/^::ffff:(?=\d+\.)/iu, '').split('%', 1);
  return isIP(plain) ? plain : undefined;
}
