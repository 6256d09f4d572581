import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { bothLosses, isAdmin, isSupervisor, lossBy, rolesAfter, type RoleLoss } from './index.ts';

const anyRoles = fc.subarray(['user', 'admin', 'supervisor', 'Admin']);
const anyToken = fc.record({ roles: anyRoles, issuedAt: fc.nat(4) });
const anyLoss: fc.Arbitrary<RoleLoss> = fc.record(
  { none: fc.nat(4), admin: fc.nat(4) },
  { requiredKeys: [] },
);

test('[P61] a token that came after the loss keeps its roles, any other one gives no more than what is left', () => {
  fc.assert(
    fc.property(anyToken, anyLoss, (token, loss) => {
      const roles = rolesAfter(token, token.issuedAt, loss);
      const isAfter = (moment = -1): boolean => token.issuedAt > moment;
      expect(isSupervisor({ roles })).toBe(isSupervisor(token) && isAfter(loss.none) && isAfter(loss.admin));
      expect(isAdmin({ roles })).toBe(isAdmin(token) && isAfter(loss.none));
      if (isAfter(loss.none) && isAfter(loss.admin)) expect(roles).toBe(token.roles);
      const others = (all: string[]) => all.filter((role) => !['admin', 'supervisor'].includes(role));
      expect(others(roles)).toEqual(others(token.roles));
    }),
    { numRuns: 500 },
  );
});

test('[P61] losses take the same in any order, one by one or together, and a later one gives nothing back', () => {
  fc.assert(
    fc.property(anyToken, fc.array(anyLoss, { minLength: 1 }), (token, losses) => {
      const after = (all: RoleLoss[]) =>
        all.reduce((roles, loss) => rolesAfter({ roles }, token.issuedAt, loss), token.roles);
      const together = losses.reduce(bothLosses);
      expect(losses.toReversed().reduce(bothLosses)).toEqual(together);
      expect(new Set(after(losses))).toEqual(new Set(after(losses.toReversed())));
      expect(new Set(after(losses))).toEqual(new Set(after([together])));
    }),
    { numRuns: 500 },
  );
});

test('[P61] only a token that takes a role away is a loss', () => {
  const rank = (roles: string[]): number => (isSupervisor({ roles }) ? 2 : isAdmin({ roles }) ? 1 : 0);
  fc.assert(
    fc.property(anyRoles, anyToken, (before, { roles, issuedAt }) => {
      const loss = lossBy({ roles: before }, { roles }, issuedAt);
      const [level] = isAdmin({ roles }) ? (['admin'] as const) : (['none'] as const);
      expect(loss).toEqual(rank(roles) < rank(before) ? { [level]: issuedAt } : undefined);
    }),
  );
});
