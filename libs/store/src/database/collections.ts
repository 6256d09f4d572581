import type { Collection, Db } from 'mongodb';
import type { CallDocument } from '../calls/CallDocument.ts';
import type { AdminDocument } from '../documents/AdminDocument.ts';
import type { AuditDocument } from '../documents/AuditDocument.ts';
import type { EntryDocument } from '../documents/EntryDocument.ts';
import type { NoteDocument } from '../documents/NoteDocument.ts';
import type { OutcomeDocument } from '../documents/OutcomeDocument.ts';
import type { RemovalDocument } from '../documents/RemovalDocument.ts';
import type { RoleLossDocument } from '../documents/RoleLossDocument.ts';
import type { SessionDocument } from '../documents/SessionDocument.ts';
import type { SummaryDocument } from '../documents/SummaryDocument.ts';
import type { UserDocument } from '../documents/UserDocument.ts';
import type { UserKeyDocument } from '../documents/UserKeyDocument.ts';
import type { BucketDocument } from '../notified/BucketDocument.ts';
import type { NotifiedDocument } from '../notified/NotifiedDocument.ts';
import type { OutboxDocument } from '../notified/OutboxDocument.ts';
import type { PreferencesDocument } from '../notified/PreferencesDocument.ts';
import type { ReplyDocument } from '../replies/ReplyDocument.ts';
import type { TallyDocument } from '../tallies/TallyDocument.ts';

export interface Collections {
  readonly sessions: Collection<SessionDocument>;
  readonly entries: Collection<EntryDocument>;
  readonly outcomes: Collection<OutcomeDocument>;
  readonly notes: Collection<NoteDocument>;
  readonly summaries: Collection<SummaryDocument>;
  readonly admins: Collection<AdminDocument>;
  readonly roleLosses: Collection<RoleLossDocument>;
  readonly users: Collection<UserDocument>;
  readonly userKeys: Collection<UserKeyDocument>;
  readonly audit: Collection<AuditDocument>;
  readonly removals: Collection<RemovalDocument>;
  readonly notified: Collection<NotifiedDocument>;
  readonly buckets: Collection<BucketDocument>;
  readonly preferences: Collection<PreferencesDocument>;
  readonly outbox: Collection<OutboxDocument>;
  readonly replies: Collection<ReplyDocument>;
  readonly tallies: Collection<TallyDocument>;
  readonly calls: Collection<CallDocument>;
}

export const collections = (db: Db): Collections => ({
  sessions: db.collection('sessions'),
  entries: db.collection('entries'),
  outcomes: db.collection('outcomes'),
  notes: db.collection('notes'),
  summaries: db.collection('summaries'),
  admins: db.collection('admins'),
  roleLosses: db.collection('roleLosses'),
  users: db.collection('users'),
  userKeys: db.collection('userKeys'),
  audit: db.collection('audit'),
  removals: db.collection('removals'),
  notified: db.collection('notified'),
  buckets: db.collection('notifiedBuckets'),
  preferences: db.collection('preferences'),
  outbox: db.collection('outbox'),
  replies: db.collection('replies'),
  tallies: db.collection('tallies'),
  calls: db.collection('calls'),
});
