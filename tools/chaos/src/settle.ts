import { eventually } from '@parley/testing';
import type { StoredSession } from './checker/History.ts';
import { checkAnswers } from './checker/rules/answers.ts';
import { checkViews } from './checker/rules/views.ts';
import type { Account } from './clients/Account.ts';
import type { Person } from './clients/Person.ts';
import { readSessions } from './store/readSessions.ts';

/** Whether it came to pass: that it didn't is for the checker to say. */
const cameToPass = (
  what: string,
  timeoutMs: number,
  is: () => Promise<boolean> | boolean,
): Promise<boolean> =>
  eventually(what, is, { timeoutMs, everyMs: 1000 }).then(
    () => true,
    () => false,
  );

/** Waits until everything has been sent, answered and shown, or for `patienceMs` each; gives what is kept then. */
export async function settle(
  persons: readonly Person[],
  ownersOf: () => ReadonlyMap<string, Account>,
  patienceMs: number,
): Promise<StoredSession[]> {
  await cameToPass('everybody has sent all', patienceMs, () => persons.every(({ isSettled }) => isSettled));
  const owners = ownersOf();
  const open = new Map(owners);
  await cameToPass('everything is answered', patienceMs, async () => {
    for (const stored of await readSessions(open))
      if (!checkAnswers(on(stored)).some(({ rule }) => rule === 'endless')) open.delete(stored.session.id);
    return open.size === 0;
  });
  let sessions: StoredSession[] = [];
  await cameToPass('everybody sees what is kept', patienceMs, async () => {
    sessions = await readSessions(owners);
    return checkViews({ ...NOTHING, sessions, views: persons.map((person) => person.view()) }).length === 0;
  });
  return sessions;
}

const NOTHING = {
  operations: [],
  sessions: [],
  views: [],
  resumed: [],
  outages: [],
  ledger: { readAt: 0, entries: [] },
  seen: [],
  recordedModel: '',
  leaks: [],
};

const on = (session: StoredSession) => ({ ...NOTHING, sessions: [session] });
