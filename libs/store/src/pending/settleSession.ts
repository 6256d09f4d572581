import { atDatabase } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import type { KeyOwner } from '../keys/createDataKeys.ts';
import { settle } from './settle.ts';

/** Settles a session before its entries or outcomes are read. `undefined`: there is none. */
export async function settleSession(context: StoreContext, sessionId: string): Promise<KeyOwner | undefined> {
  const projection = { version: 1, pending: 1, userId: 1, dataKey: 1 };
  const find = () => context.sessions.findOne({ _id: sessionId }, { projection });
  const document = await atDatabase('read pending', find);
  if (!document) return undefined;
  await settle(context, document);
  return document;
}
