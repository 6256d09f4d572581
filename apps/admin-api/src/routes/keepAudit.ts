import { clientAddress } from '@parley/http';
import type { AuditEntry, Store } from '@parley/store';
import type { FastifyRequest } from 'fastify';

/** Keeps what an admin is about to do; nothing is done that isn't kept. */
export async function keepAudit(
  { audit }: Pick<Store, 'audit'>,
  request: FastifyRequest,
  done: Pick<AuditEntry, 'what' | 'target' | 'after' | 'command'>,
): Promise<void> {
  const where = clientAddress(request);
  await audit.append({ who: request.user.id, when: Date.now(), where, ...done });
}
