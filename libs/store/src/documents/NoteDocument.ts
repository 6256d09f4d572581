import type { Note } from '@parley/protocol';
import type { Sealer } from '../crypto/Sealer.ts';
import { recordSealer, type SealedText } from './SealedText.ts';

/** An internal note as it is stored, sealed with its session's key. */
export interface NoteDocument {
  /** `<sessionId>:<id>` */
  readonly _id: string;
  readonly id: string;
  readonly sessionId: string;
  readonly author: { readonly id: string; readonly name: SealedText };
  readonly text: SealedText;
  readonly forAssistant: boolean;
  readonly createdAt: Date;
}

/** The document for a note. */
export function toNoteDocument(note: Note, sealer: Sealer): NoteDocument {
  const { id, sessionId, author, text, forAssistant, createdAt } = note;
  const _id = `${sessionId}:${id}`;
  const { seal } = recordSealer(sealer, 'notes', _id);
  return {
    _id,
    id,
    sessionId,
    author: { id: author.id, name: seal('author.name', author.name) },
    text: seal('text', text),
    forAssistant,
    createdAt: new Date(createdAt),
  };
}

/**
 * The note in a document.
 * @throws SealedDataError when a field can't be opened
 */
export function fromNoteDocument({ _id, ...document }: NoteDocument, sealer: Sealer): Note {
  const { author, text, createdAt, ...plain } = document;
  const { open } = recordSealer(sealer, 'notes', _id);
  return {
    ...plain,
    author: { id: author.id, name: open('author.name', author.name) },
    text: open('text', text),
    createdAt: createdAt.toISOString(),
  };
}
