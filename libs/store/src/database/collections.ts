import type { Collection, Db } from 'mongodb';
import type { AuditDocument } from '../documents/AuditDocument.ts';
import type { EntryDocument } from '../documents/EntryDocument.ts';
import type { OutcomeDocument } from '../documents/OutcomeDocument.ts';
import type { RemovalDocument } from '../documents/RemovalDocument.ts';
import type { SessionDocument } from '../documents/SessionDocument.ts';
import type { UserDocument } from '../documents/UserDocument.ts';
import type { UserKeyDocument } from '../documents/UserKeyDocument.ts';
import type { TallyDocument } from '../tallies/TallyDocument.ts';

export interface Collections {
  readonly sessions: Collection<SessionDocument>;
  readonly entries: Collection<EntryDocument>;
  readonly outcomes: Collection<OutcomeDocument>;
  readonly users: Collection<UserDocument>;
  readonly userKeys: Collection<UserKeyDocument>;
  readonly audit: Collection<AuditDocument>;
  readonly removals: Collection<RemovalDocument>;
  readonly tallies: Collection<TallyDocument>;
}

export const collections = (db: Db): Collections => ({
  sessions: db.collection('sessions'),
  entries: db.collection('entries'),
  outcomes: db.collection('outcomes'),
  users: db.collection('users'),
  userKeys: db.collection('userKeys'),
  audit: db.collection('audit'),
  removals: db.collection('removals'),
  tallies: db.collection('tallies'),
});
