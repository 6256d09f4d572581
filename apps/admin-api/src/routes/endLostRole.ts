import type { Store } from '@parley/store';
import type { FleetRoles } from '@parley/protocol';
import type { FastifyRequest } from 'fastify';
import { keepAudit } from './keepAudit.ts';

/** What is known of admins. */
export type Known = Pick<Store, 'admins' | 'preferences' | 'audit'>;

/** Says to all services that somebody lost a role. */
export type TellRoles = (roles: FleetRoles) => void;

/**
 * Somebody asked who has no role: if they had one by an older token they are forgotten as an admin and notified no more,
 * and what older tokens have open ends. Two reads for everybody else.
 */
export async function endLostRole(store: Known, tell: TellRoles, request: FastifyRequest): Promise<void> {
  const { admins, preferences } = store;
  const { issuedAt } = request;
  const { id } = request.user;
  const [admin, isNotified] = await Promise.all([admins.get(id), preferences.has(id)]);
  if ((!admin && !isNotified) || (admin?.issuedAt ?? 0) > issuedAt) return;
  // Whoever asks several times at once lost it once, and whoever was seen since may lose it again.
  const command = `role_lost.${admin?.seenAt ?? 0}`;
  await keepAudit(store, request, { what: 'admin.role_lost', target: id, command });
  const loss = { none: issuedAt };
  await admins.lose(id, loss);
  tell({ userId: id, ...loss });
}
