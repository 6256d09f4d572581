import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isAdmin, isSupervisor, laterLoss, lossBy, rolesAfter, type RoleLoss } from './index.ts';

const anyRoles = fc.subarray(['user', 'admin', 'supervisor', 'Admin']);
const anyToken = fc.record({ roles: anyRoles, issuedAt: fc.nat(4) });
const anyLoss = fc.record({ issuedAt: fc.nat(4), left: fc.constantFrom<RoleLoss['left']>('none', 'admin') });

test('[P61] a token that came after the loss keeps its roles, any other one gives no more than what is left', () => {
  fc.assert(
    fc.property(anyToken, anyLoss, (token, loss) => {
      const roles = rolesAfter(token, token.issuedAt, loss);
      if (token.issuedAt > loss.issuedAt) return expect(roles).toBe(token.roles);
      expect(isSupervisor({ roles })).toBe(false);
      expect(isAdmin({ roles })).toBe(isAdmin(token) && loss.left === 'admin');
      const others = (all: string[]) => all.filter((role) => !['admin', 'supervisor'].includes(role));
      expect(others(roles)).toEqual(others(token.roles));
    }),
    { numRuns: 500 },
  );
});

test('[P61] losses take the same in any order, one by one or as the latest of them', () => {
  fc.assert(
    fc.property(anyToken, fc.array(anyLoss, { minLength: 1 }), (token, losses) => {
      const after = (all: RoleLoss[]) =>
        all.reduce((roles, loss) => rolesAfter({ roles }, token.issuedAt, loss), token.roles);
      expect(new Set(after(losses))).toEqual(new Set(after(losses.toReversed())));
      expect(losses.reduce(laterLoss)).toEqual(losses.toReversed().reduce(laterLoss));
    }),
    { numRuns: 500 },
  );
});

test('[P61] only a token that takes a role away is a loss', () => {
  const rank = (roles: string[]): number => (isSupervisor({ roles }) ? 2 : isAdmin({ roles }) ? 1 : 0);
  fc.assert(
    fc.property(anyRoles, anyToken, (before, { roles, issuedAt }) => {
      const loss = lossBy({ roles: before }, { roles }, issuedAt);
      const left = isAdmin({ roles }) ? 'admin' : 'none';
      expect(loss).toEqual(rank(roles) < rank(before) ? { issuedAt, left } : undefined);
    }),
  );
});
