import type { Logger } from '@parley/logging';
import { createAdmins, type Admins } from './admins/createAdmins.ts';
import { createAudit, type Audit } from './audit/createAudit.ts';
import type { Calls } from './calls/Calls.ts';
import { createCalls } from './calls/createCalls.ts';
import type { KeyRing } from './crypto/createKeyRing.ts';
import { atDatabase } from './database/atDatabase.ts';
import { collections } from './database/collections.ts';
import { connect, databaseName } from './database/connect.ts';
import { watchMonitors } from './database/watchMonitors.ts';
import { ensureIndexes } from './database/ensureIndexes.ts';
import type { Faults } from './database/Faults.ts';
import { tellUnreadable } from './database/tellUnreadable.ts';
import { createEntries, type Entries } from './entries/createEntries.ts';
import { createDataKeys } from './keys/createDataKeys.ts';
import { createFleet, type Fleet } from './fleet/createFleet.ts';
import { createKeys, type Keys } from './keys/createKeys.ts';
import { createNotes, type Notes } from './notes/createNotes.ts';
import { createNotified, type Notified } from './notified/createNotified.ts';
import { createOutbox, type Outbox } from './notified/createOutbox.ts';
import { createPreferences, type PreferencesOf } from './notified/createPreferences.ts';
import { createOutcomes, type Outcomes } from './outcomes/createOutcomes.ts';
import { createRemovals, type Removals } from './removal/createRemovals.ts';
import { createReplies, type Replies } from './replies/createReplies.ts';
import { createSessions, type Sessions } from './sessions/createSessions.ts';
import { searchSessions, type Search } from './search/searchSessions.ts';
import { createSummaries, type Summaries } from './summaries/createSummaries.ts';
import { createUsers, type Users } from './users/createUsers.ts';

export interface StoreOptions {
  /** `mongodb://…` */
  readonly url: string;
  /** The one named in the URL when left out, else `parley`. */
  readonly dbName?: string | undefined;
  /** What wraps the users' data keys, with which texts and names are encrypted. */
  readonly keys: KeyRing;
  readonly log: Logger;
  /** Milliseconds since 1970; the machine's clock when left out. */
  readonly now?: (() => number) | undefined;
  /** For tests. */
  readonly faults?: Faults | undefined;
}

/** All that is stored. Whatever can't be done now is refused with `StoreUnavailable`, within seconds. */
export interface Store {
  readonly sessions: Sessions;
  readonly entries: Entries;
  readonly outcomes: Outcomes;
  readonly notes: Notes;
  readonly summaries: Summaries;
  readonly users: Users;
  readonly admins: Admins;
  readonly keys: Keys;
  readonly removals: Removals;
  readonly audit: Audit;
  readonly fleet: Fleet;
  readonly search: Search;
  readonly notified: Notified;
  readonly preferences: PreferencesOf;
  readonly outbox: Outbox;
  readonly replies: Replies;
  readonly calls: Calls;
  /** Asks the database whether it is there. @throws StoreUnavailable when not */
  ready(): Promise<void>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Connects to the database and makes the indexes that are missing.
 * @throws StoreUnavailable when the database isn't there
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { url, dbName, keys: ring, log, now = Date.now, faults = () => {} } = options;
  const client = connect(url, log);
  const monitors = watchMonitors(client, log);
  const close = async (): Promise<void> => {
    await monitors.stop();
    await client.close();
  };
  const db = client.db(databaseName(url, dbName));
  const all = collections(db);
  const keys = createDataKeys(all.userKeys, ring, now);
  const context = { ...all, keys, log, unreadable: tellUnreadable(log), now, faults };
  try {
    await ensureIndexes(context);
  } catch (error) {
    await close();
    throw error;
  }
  const audit = createAudit(context);
  return {
    sessions: createSessions(context),
    entries: createEntries(context),
    outcomes: createOutcomes(context),
    notes: createNotes(context),
    summaries: createSummaries(context),
    users: createUsers(context, audit),
    admins: createAdmins(context),
    keys: createKeys(context, ring),
    removals: createRemovals(context, audit),
    audit,
    fleet: createFleet(context),
    search: searchSessions(context),
    notified: createNotified(context),
    preferences: createPreferences(context),
    outbox: createOutbox(context),
    replies: createReplies(context),
    calls: createCalls(context),
    async ready() {
      await atDatabase('ping', () => db.command({ ping: 1 }));
    },
    close,
  };
}
