import { isIP } from 'node:net';
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
      expect(address.startsWith('::ffff:') ? `::ffff:${plain}` : plain).toBe(address.split('%')[0]);
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
