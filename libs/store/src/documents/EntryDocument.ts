import type { Entry } from '@parley/conversation';
import type { DataKey } from '../crypto/createDataKey.ts';
import type { Sealer } from '../crypto/Sealer.ts';
import { searchedText } from '../search/searchedText.ts';
import { termsOf } from '../search/termsOf.ts';
import { recordSealer, type RecordSealer, type SealedText } from './SealedText.ts';

type Attachment = Entry['attachments'][number];
type Feedback = NonNullable<Entry['feedback']>;
type UnreadFile = NonNullable<Entry['unread']>[number];
type Sealed =
  | 'text'
  | 'senderName'
  | 'transcript'
  | 'reasoning'
  | 'attachments'
  | 'unread'
  | 'feedback'
  | 'createdAt'
  | 'editedAt'
  | 'attempt';

/** An entry as it is stored, in `entries` and, until it is copied there, among what is pending in its session. */
export interface EntryDocument extends Omit<Entry, Sealed> {
  /** `<sessionId>:<id>` */
  readonly _id: string;
  readonly text: SealedText;
  readonly senderName?: SealedText;
  readonly transcript?: SealedText;
  readonly reasoning?: SealedText;
  readonly attachments: readonly (Omit<Attachment, 'name'> & { readonly name: SealedText })[];
  readonly unread?: readonly (Omit<UnreadFile, 'name'> & { readonly name: SealedText })[];
  readonly feedback?: Omit<Feedback, 'note'> & { readonly note?: SealedText };
  readonly createdAt: Date;
  readonly editedAt?: Date;
  /** 0 for what is no answer, so that any two copies compare. */
  readonly attempt: number;
  /** What it is found by; of an entry that is being written or superseded there is none. */
  readonly terms?: readonly string[];
}

/** For reading entries as they are: what they are found by may be longer than they are. */
export const WITHOUT_TERMS = { projection: { terms: 0 } } as const;

/** `_id` of an entry. */
export const entryKey = (sessionId: string, id: string): string => `${sessionId}:${id}`;

type Files = 'attachments' | 'unread';

/** Bound to its place and its file, so that names can't be swapped. */
const nameField = (files: Files, place: number, fileId: string): string =>
  `${files}.${place}.name of ${fileId}`;

const sealNames = <F extends { readonly fileId: string; readonly name: string }>(
  { seal }: RecordSealer,
  files: Files,
  all: readonly F[],
) => all.map((file, at) => ({ ...file, name: seal(nameField(files, at, file.fileId), file.name) }));

const openNames = <F extends { readonly fileId: string; readonly name: SealedText }>(
  { open }: RecordSealer,
  files: Files,
  all: readonly F[],
) => all.map((file, at) => ({ ...file, name: open(nameField(files, at, file.fileId), file.name) }));

/** The document for an entry. */
export function toEntryDocument(entry: Entry, key: DataKey): EntryDocument {
  const { text, senderName, transcript, reasoning, attachments, unread, feedback, ...more } = entry;
  const { createdAt, editedAt, attempt, ...plain } = more;
  const _id = entryKey(entry.sessionId, entry.id);
  const record = recordSealer(key, 'entries', _id);
  const { seal } = record;
  const searched = searchedText(entry);
  return {
    _id,
    ...plain,
    text: seal('text', text),
    ...(senderName !== undefined && { senderName: seal('senderName', senderName) }),
    ...(transcript !== undefined && { transcript: seal('transcript', transcript) }),
    ...(reasoning !== undefined && { reasoning: seal('reasoning', reasoning) }),
    attachments: sealNames(record, 'attachments', attachments),
    ...(unread && { unread: sealNames(record, 'unread', unread) }),
    ...(feedback && {
      feedback: {
        rating: feedback.rating,
        ...(feedback.note !== undefined && { note: seal('feedback.note', feedback.note) }),
      },
    }),
    createdAt: new Date(createdAt),
    ...(editedAt !== undefined && { editedAt: new Date(editedAt) }),
    attempt: attempt ?? 0,
    ...(searched !== undefined && { terms: termsOf(searched, key) }),
  };
}

/**
 * The entry in a document.
 * @throws SealedDataError when a field can't be opened
 */
export function fromEntryDocument(document: EntryDocument, sealer: Sealer): Entry {
  const { _id, text, senderName, transcript, reasoning, attachments, unread, feedback, ...more } = document;
  const { createdAt, editedAt, attempt, terms: _terms, ...plain } = more;
  const record = recordSealer(sealer, 'entries', _id);
  const { open } = record;
  return {
    ...plain,
    text: open('text', text),
    ...(senderName !== undefined && { senderName: open('senderName', senderName) }),
    ...(transcript !== undefined && { transcript: open('transcript', transcript) }),
    ...(reasoning !== undefined && { reasoning: open('reasoning', reasoning) }),
    attachments: openNames(record, 'attachments', attachments),
    ...(unread && { unread: openNames(record, 'unread', unread) }),
    ...(feedback && {
      feedback: {
        rating: feedback.rating,
        ...(feedback.note && { note: open('feedback.note', feedback.note) }),
      },
    }),
    createdAt: createdAt.getTime(),
    ...(editedAt && { editedAt: editedAt.getTime() }),
    ...(attempt > 0 && { attempt }),
  };
}
