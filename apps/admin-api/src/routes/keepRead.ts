import { clientAddress } from '@parley/http';
import type { AuditEntry, Store } from '@parley/store';
import type { FastifyRequest } from 'fastify';
import { keepAudit } from './keepAudit.ts';

/** How long an entry stands for what is read of the same meanwhile, in milliseconds. */
const SAME_MS = 600_000;

/**
 * Keeps that an admin is about to read something: once in ten minutes for each admin, address, target and facts, since pages are
 * read one after the other. The minutes are those of the clock, so that every replica means the same.
 */
export function keepRead(
  store: Pick<Store, 'audit'>,
  request: FastifyRequest,
  read: Pick<AuditEntry, 'what' | 'target' | 'after'>,
): Promise<void> {
  const facts = JSON.stringify(read.after ?? {});
  const by = JSON.stringify([request.user.id, clientAddress(request)]);
  const command = `read.${Math.floor(Date.now() / SAME_MS)}.${facts}.${by}`;
  return keepAudit(store, request, { ...read, command });
}
