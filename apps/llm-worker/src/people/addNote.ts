import { adminOf, type SessionState } from '@parley/conversation';
import { cleanText, type Command } from '@parley/protocol';
import type { Deps } from '../deps.ts';
import { askedBy } from './askedBy.ts';

/** Keeps the note of a command, shows it to the admins who watch, and puts that there is one on record. */
export async function addNote(
  { store, bus }: Deps,
  { id: sessionId }: SessionState,
  command: Command,
  { text, forAssistant }: { readonly text: string; readonly forAssistant: boolean },
): Promise<void> {
  const { frame, user, acceptedAt } = command;
  const note = {
    id: frame.id,
    sessionId,
    author: adminOf(user),
    text: cleanText(text),
    forAssistant,
    createdAt: new Date(acceptedAt).toISOString(),
  };
  if (!(await store.notes.add(note))) return;
  bus.publishNote(sessionId, { type: 'note.created', sessionId, note });
  await store.audit.append({
    ...askedBy(command, acceptedAt),
    what: 'note.added',
    target: sessionId,
    after: { forAssistant },
    command: frame.id,
  });
}
