import type { Entry } from '@parley/conversation';
import type { Sealer } from '../crypto/Sealer.ts';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { fromEntryDocument, type EntryDocument } from './EntryDocument.ts';

/** The same entry without what was sealed: it keeps its place, and says that it can't be opened. */
function unreadable(document: EntryDocument, error: SealedDataError): Entry {
  const { _id, text: _text, senderName: _senderName, transcript: _transcript, ...more } = document;
  const {
    reasoning: _reasoning,
    unread: _unread,
    attachments: _attachments,
    feedback: _feedback,
    createdAt,
    editedAt,
    attempt,
    terms: _terms,
    ...plain
  } = more;
  const { status } = plain;
  return {
    ...plain,
    text: '',
    attachments: [],
    ...(status !== 'superseded' && status !== 'streaming' && { status: 'failed', error: error.toWire() }),
    createdAt: createdAt.getTime(),
    ...(editedAt && { editedAt: editedAt.getTime() }),
    ...(attempt > 0 && { attempt }),
  };
}

/** The entry in a document, for a page: one that can't be opened is told, and stands there empty and failed. */
export function readEntry(
  document: EntryDocument,
  sealer: Sealer,
  told: (error: SealedDataError) => void,
): Entry {
  try {
    return fromEntryDocument(document, sealer);
  } catch (error) {
    if (!(error instanceof SealedDataError)) throw error;
    told(error);
    return unreadable(document, error);
  }
}
