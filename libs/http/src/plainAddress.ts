import { isIP } from 'node:net';

/** An IPv4 address within an IPv6 one, as `URL` writes it. */
const MAPPED = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/u;

/** The one way to write an IPv6 address that RFC 5952 asks for; an IPv4 one in it alone. */
function canonical(address: string): string {
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const words = MAPPED.exec(short)
    ?.slice(1)
    .map((word) => Number.parseInt(word, 16));
  return words?.flatMap((word) => [word >> 8, word & 0xff]).join('.') ?? short;
}

/**
 * An address as audits and limits name it, however it was written: an IPv4 one that came as IPv6 is plain, an IPv6 one is
 * short, in lower case and has no zone. `undefined`: it is none.
 */
export function plainAddress(address = ''): string | undefined {
  const [plain = ''] = address.split('%', 1);
  const family = isIP(plain);
  if (family === 0) return undefined;
  return family === 4 ? plain : canonical(plain);
}
