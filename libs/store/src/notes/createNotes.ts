import type { Note } from '@parley/protocol';
import { checkLimit } from '../checkLimit.ts';
import { SealedDataError } from '../crypto/SealedDataError.ts';
import { atDatabase, isDuplicateKey } from '../database/atDatabase.ts';
import type { StoreContext } from '../database/StoreContext.ts';
import { fromNoteDocument, toNoteDocument } from '../documents/NoteDocument.ts';

/** Internal notes: they stand beside a session's timeline, and go with it. */
export type Notes = ReturnType<typeof createNotes>;

export interface NoteQuery {
  /** The newest so many: 1–1000. */
  readonly limit: number;
  /** Only those that the model is to read. */
  readonly forAssistant?: true;
}

const MAX_LIMIT = 1000;
const OWNER = { projection: { userId: 1, dataKey: 1 } } as const;

export function createNotes(context: StoreContext) {
  const { sessions, notes, keys, unreadable } = context;
  const ownerOf = (sessionId: string) =>
    atDatabase('read owner of notes', () => sessions.findOne({ _id: sessionId }, OWNER));

  return {
    /**
     * Keeps a note; one that is kept already stays as it is.
     * @returns false when there is no such session
     */
    async add(note: Note): Promise<boolean> {
      const owner = await ownerOf(note.sessionId);
      if (!owner) return false;
      const document = toNoteDocument(note, await keys.of(owner));
      try {
        await atDatabase('add note', () => notes.insertOne(document));
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      return true;
    },

    /** Notes of a session, oldest first, without those that can't be opened. */
    async list(sessionId: string, { limit, forAssistant }: NoteQuery): Promise<Note[]> {
      checkLimit(limit, MAX_LIMIT);
      const owner = await ownerOf(sessionId);
      if (!owner) return [];
      const found = notes
        .find({ sessionId, ...(forAssistant && { forAssistant }) })
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit);
      const documents = await atDatabase('list notes', () => found.toArray());
      const key = await keys.of(owner);
      return documents.toReversed().flatMap((document) => {
        try {
          return [fromNoteDocument(document, key)];
        } catch (error) {
          if (!(error instanceof SealedDataError)) throw error;
          unreadable(error);
          return [];
        }
      });
    },
  };
}
