import type { Store } from '@parley/store';
import type { FastifyRequest } from 'fastify';
import { keepAudit } from './keepAudit.ts';

/** What is known of admins. */
export type Known = Pick<Store, 'admins' | 'preferences' | 'audit'>;

/**
 * Somebody asked who has no role: if they had one they are forgotten as an admin, and notified no more. Two reads for
 * everybody else.
 */
export async function endLostRole(store: Known, request: FastifyRequest): Promise<void> {
  const { admins, preferences } = store;
  const { id } = request.user;
  const [admin, isNotified] = await Promise.all([admins.get(id), preferences.has(id)]);
  if (!admin && !isNotified) return;
  // Whoever asks several times at once lost it once, and whoever was seen since may lose it again.
  const command = `role_lost.${admin?.seenAt ?? 0}`;
  await keepAudit(store, request, { what: 'admin.role_lost', target: id, command });
  await preferences.set(id, undefined);
  await admins.remove(id);
}
