import { isAdmin, type FleetRoles, type RoleLoss } from '@parley/protocol';
import type { Store } from '@parley/store';
import type { FastifyRequest } from 'fastify';
import { keepAudit } from './keepAudit.ts';

/** What is known of admins. */
export type Known = Pick<Store, 'admins' | 'preferences' | 'audit'>;

/** Says to all services that somebody lost a role. */
export type TellRoles = (roles: FleetRoles) => void;

/** What somebody loses by the token that they ask with; whoever is notified without ever having been seen loses that. */
async function lossBy(
  { admins, preferences }: Known,
  request: FastifyRequest,
): Promise<RoleLoss | undefined> {
  const { user, issuedAt } = request;
  const loss = await admins.lossBy({ ...user, issuedAt });
  if (loss || isAdmin(user) || !(await preferences.has(user.id)) || (await admins.get(user.id))) return loss;
  return { none: issuedAt };
}

/**
 * Somebody asked by a token that says less of them than their newest one that was seen: what older tokens have open ends,
 * and who is no admin any more is forgotten as one and notified no more. Two reads for everybody else.
 */
export async function endLostRole(store: Known, tell: TellRoles, request: FastifyRequest): Promise<void> {
  const lost = await lossBy(store, request);
  if (!lost) return;
  const { id } = request.user;
  const { none, admin } = lost;
  const left = none === undefined ? 'admin' : 'none';
  // Whoever asks several times at once lost it once.
  const command = `role_lost.${none ?? admin}`;
  await keepAudit(store, request, { what: 'admin.role_lost', target: id, after: { left }, command });
  await store.admins.lose(id, lost);
  tell({ userId: id, ...lost });
}
