import { quietSince, type SessionState, type Superseded } from '@parley/conversation';
import type { DataKey } from '../crypto/createDataKey.ts';
import type { Sealer } from '../crypto/Sealer.ts';
import { termsOf } from '../search/termsOf.ts';
import type { EntryDocument } from './EntryDocument.ts';
import type { OutcomeDocument } from './OutcomeDocument.ts';
import { fromHelpDocument, toHelpDocument, type HelpDocument } from './HelpDocument.ts';
import { recordSealer, type SealedText } from './SealedText.ts';
import type { PendingTally } from '../tallies/TallyDocument.ts';

/** What the last change of a session made, until it is copied to where it is looked for. */
export interface Pending {
  readonly entries: readonly EntryDocument[];
  /** What is only marked, since there may be thousands. */
  readonly superseded?: readonly Superseded[];
  readonly outcomes: readonly OutcomeDocument[];
  /** What it adds to what is counted by the hour. */
  readonly tallies?: readonly PendingTally[];
}

/** What the store itself keeps with a session. */
export interface Kept {
  /** Counts the changes of the document: each is made only if nobody made another one before. */
  readonly version: number;
  readonly changedAt: Date;
  readonly pending: Pending;
}

/** A session as it is stored. */
export interface SessionDocument
  extends
    Kept,
    Omit<
      SessionState,
      'id' | 'name' | 'admin' | 'help' | 'reply' | 'createdAt' | 'lastActivityAt' | 'endedAt'
    > {
  readonly _id: string;
  /** Id of the user's data key, which sealed this document and the session's entries. */
  readonly dataKey: string;
  readonly name: SealedText;
  /** What its name is found by. */
  readonly nameTerms: readonly string[];
  readonly admin?: { readonly id: string; readonly name: SealedText };
  readonly help?: HelpDocument;
  readonly reply?: { readonly call: string; readonly email: SealedText };
  readonly createdAt: Date;
  readonly lastActivityAt: Date;
  readonly endedAt?: Date;
  /** As clients see it; for the index. */
  readonly durationMs: number;
  /** An answer is being written or waited for; for the index. */
  readonly unanswered: boolean;
  /** Since when nothing happened in it and nobody had it open; for the index. */
  readonly quietSince: Date;
}

/** A session's document as lists read it. */
export type ListedSession = Omit<SessionDocument, 'pending' | 'nameTerms'>;

/** How long it has lasted: as `toSession` says it, in milliseconds. */
const durationOf = ({ createdAt, lastActivityAt, endedAt }: SessionState): number =>
  Math.max(0, (endedAt ?? lastActivityAt) - createdAt);

/** The document for a session. */
export function toSessionDocument(state: SessionState, kept: Kept, key: DataKey): SessionDocument {
  const { id, name, admin, help, reply, createdAt, lastActivityAt, endedAt, ...plain } = state;
  const record = recordSealer(key, 'sessions', id);
  const { seal } = record;
  return {
    _id: id,
    ...kept,
    ...plain,
    dataKey: key.id,
    name: seal('name', name),
    nameTerms: termsOf(name, key),
    ...(admin && { admin: { id: admin.id, name: seal('admin.name', admin.name) } }),
    ...(help && { help: toHelpDocument(help, record) }),
    ...(reply && { reply: { call: reply.call, email: seal('reply.email', reply.email) } }),
    createdAt: new Date(createdAt),
    lastActivityAt: new Date(lastActivityAt),
    ...(endedAt !== undefined && { endedAt: new Date(endedAt) }),
    durationMs: durationOf(state),
    unanswered: state.answer !== undefined || state.waiting.length > 0,
    quietSince: new Date(quietSince(state)),
  };
}

/**
 * The session in a document.
 * @throws SealedDataError when a field can't be opened
 */
export function fromSessionDocument(
  document: ListedSession & Partial<Pick<SessionDocument, keyof Kept | 'nameTerms'>>,
  sealer: Sealer,
): SessionState {
  const { version: _version, changedAt: _changedAt, pending: _pending, ...own } = document;
  const {
    _id,
    durationMs: _durationMs,
    unanswered: _unanswered,
    quietSince: _quietSince,
    dataKey: _dataKey,
    nameTerms: _nameTerms,
    name,
    admin,
    help,
    reply,
    createdAt,
    lastActivityAt,
    endedAt,
    ...plain
  } = own;
  const record = recordSealer(sealer, 'sessions', _id);
  const { open } = record;
  return {
    id: _id,
    ...plain,
    name: open('name', name),
    ...(admin && { admin: { id: admin.id, name: open('admin.name', admin.name) } }),
    ...(help && { help: fromHelpDocument(help, record) }),
    ...(reply && { reply: { call: reply.call, email: open('reply.email', reply.email) } }),
    createdAt: createdAt.getTime(),
    lastActivityAt: lastActivityAt.getTime(),
    ...(endedAt && { endedAt: endedAt.getTime() }),
  };
}
