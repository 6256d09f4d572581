import { BlockList, isIP } from 'node:net';
import { expect, test } from '@jest/globals';
import { Address } from '@parley/protocol';
import * as fc from 'fast-check';
import { plainAddress } from './plainAddress.ts';

const anyAddress = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.ipV4().map((address) => `::ffff:${address}`),
  fc.ipV6().map((address) => `${address}%eth0`),
);

test('[P56] whatever is an address stays one, as an audit entry takes it, and nothing else is', () => {
  fc.assert(
    fc.property(anyAddress, (address) => {
      const plain = plainAddress(address) ?? '';
      expect(isIP(plain)).toBeGreaterThan(0);
      expect(Address.safeParse(plain).success).toBe(true);
      expect(plainAddress(plain)).toBe(plain);
      // The same address: a list of it alone has both.
      const list = new BlockList();
      const written = address.split('%')[0] ?? '';
      list.addAddress(written, isIP(written) === 6 ? 'ipv6' : 'ipv4');
      expect(list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')).toBe(true);
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary', maxLength: 100 }), (one, other) => {
      for (const said of [one, other]) expect(plainAddress(said) !== undefined).toBe(isIP(said) > 0);
    }),
  );
  expect(plainAddress()).toBeUndefined();
});

test.each([
  ['2001:DB8:0:0:0:0:0:AB', '2001:db8::ab'],
  ['2001:0db8::00ab', '2001:db8::ab'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['0:0:0:0:0:FFFF:c000:0207', '192.0.2.7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::', '::'],
])('[P56] %s is %s, however it is written', (written, plain) => {
  expect(plainAddress(written)).toBe(plain);
});
