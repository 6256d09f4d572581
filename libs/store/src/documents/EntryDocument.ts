import type { Entry } from '@parley/conversation';
import type { DataKey } from '../crypto/createDataKey.ts';
import type { Sealer } from '../crypto/Sealer.ts';
import { searchedText } from '../search/searchedText.ts';
import { termsOf } from '../search/termsOf.ts';
import { recordSealer, type SealedText } from './SealedText.ts';

type Attachment = Entry['attachments'][number];
type Feedback = NonNullable<Entry['feedback']>;
type Sealed =
  'text' | 'senderName' | 'transcript' | 'attachments' | 'feedback' | 'createdAt' | 'editedAt' | 'attempt';

/** An entry as it is stored, in `entries` and, until it is copied there, among what is pending in its session. */
export interface EntryDocument extends Omit<Entry, Sealed> {
  /** `<sessionId>:<id>` */
  readonly _id: string;
  readonly text: SealedText;
  readonly senderName?: SealedText;
  readonly transcript?: SealedText;
  readonly attachments: readonly (Omit<Attachment, 'name'> & { readonly name: SealedText })[];
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

const nameField = (fileId: string, place: number): string => `attachments.${place}.name of ${fileId}`;

/** The document for an entry. */
export function toEntryDocument(entry: Entry, key: DataKey): EntryDocument {
  const { text, senderName, transcript, attachments, feedback, createdAt, editedAt, attempt, ...plain } =
    entry;
  const _id = entryKey(entry.sessionId, entry.id);
  const { seal } = recordSealer(key, 'entries', _id);
  const searched = searchedText(entry);
  return {
    _id,
    ...plain,
    text: seal('text', text),
    ...(senderName !== undefined && { senderName: seal('senderName', senderName) }),
    ...(transcript !== undefined && { transcript: seal('transcript', transcript) }),
    attachments: attachments.map((file, at) => ({
      ...file,
      name: seal(nameField(file.fileId, at), file.name),
    })),
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
  const { _id, text, senderName, transcript, attachments, feedback, ...more } = document;
  const { createdAt, editedAt, attempt, terms: _terms, ...plain } = more;
  const { open } = recordSealer(sealer, 'entries', _id);
  return {
    ...plain,
    text: open('text', text),
    ...(senderName !== undefined && { senderName: open('senderName', senderName) }),
    ...(transcript !== undefined && { transcript: open('transcript', transcript) }),
    attachments: attachments.map((file, at) => ({
      ...file,
      name: open(nameField(file.fileId, at), file.name),
    })),
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
