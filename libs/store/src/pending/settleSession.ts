import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { settle } from './settle.ts';

/** Settles a session before its entries or outcomes are read. */
export async function settleSession(context: StoreContext, sessionId: string): Promise<void> {
  const projection = { version: 1, pending: 1 };
  const find = () => context.sessions.findOne({ _id: sessionId }, { projection });
  const document = await atDatabase('read pending', find);
  if (document) await settle(context, document);
}
