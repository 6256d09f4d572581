import type { Collection, Db } from 'mongodb';
import type { EntryDocument } from '../documents/EntryDocument.ts';
import type { OutcomeDocument } from '../documents/OutcomeDocument.ts';
import type { SessionDocument } from '../documents/SessionDocument.ts';

export interface Collections {
  readonly sessions: Collection<SessionDocument>;
  readonly entries: Collection<EntryDocument>;
  readonly outcomes: Collection<OutcomeDocument>;
}

export const collections = (db: Db): Collections => ({
  sessions: db.collection('sessions'),
  entries: db.collection('entries'),
  outcomes: db.collection('outcomes'),
});
