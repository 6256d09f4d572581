import type { StoredSession } from '../checker/History.ts';
import type { Account } from '../clients/Account.ts';

/** Every session that somebody talked in, as it is kept. */
export async function readSessions(owners: ReadonlyMap<string, Account>): Promise<StoredSession[]> {
  const sessions: StoredSession[] = [];
  for (const [id, account] of owners)
    sessions.push({ session: await account.session(id), messages: await account.messages(id) });
  return sessions;
}
