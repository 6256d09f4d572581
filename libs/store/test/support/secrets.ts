import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Entry } from '@parley/conversation';
import type { Store } from '../../src/index.ts';
import { newSession } from './say.ts';

/** A text for each place where one is to be sealed. */
export interface Secrets {
  readonly text: string;
  readonly senderName: string;
  readonly transcript: string;
  readonly reasoning: string;
  readonly file: string;
  readonly unread: string;
  readonly summary: string;
  readonly name: string;
  readonly admin: string;
  readonly checkpoint: string;
}

const entryOf = (sessionId: string, secrets: Secrets): Entry => ({
  id: randomUUID(),
  sessionId,
  seq: 1,
  rev: 2,
  sender: 'user',
  senderName: secrets.senderName,
  kind: 'voice',
  text: secrets.text,
  transcript: secrets.transcript,
  attachments: [{ fileId: randomUUID(), name: secrets.file, mime: 'text/plain', size: 1 }],
  status: 'complete',
  createdAt: 1,
});

/** Stores every secret in every place where one may stand. */
export async function keepSecrets(store: Store, secrets: Secrets): Promise<Entry[]> {
  const loaded = await newSession(store);
  const { id } = loaded.state;
  const said = entryOf(id, secrets);
  const { senderName: _senderName, transcript: _transcript, ...plain } = said;
  const answer: Entry = {
    ...plain,
    id: randomUUID(),
    seq: 2,
    rev: 3,
    status: 'streaming',
    attempt: 1,
    reasoning: secrets.reasoning,
    unread: [{ fileId: randomUUID(), name: secrets.unread, reason: 'no_vision' }],
  };
  const summary = { id: randomUUID(), sessionId: id, upTo: 1, text: secrets.summary };
  expect(await store.summaries.put(summary)).toBe(true);
  expect(await store.summaries.get(summary.id)).toEqual(summary);
  const session = {
    ...loaded.state,
    rev: 3,
    seq: 2,
    name: secrets.name,
    admin: { id: 'admin', name: secrets.admin },
    summary: { upTo: summary.upTo, id: summary.id },
  };
  await store.sessions.commit(loaded, { session, entries: [said, answer] });
  const text = secrets.checkpoint;
  expect(await store.entries.checkpoint(loaded, { messageId: answer.id, attempt: 1, text })).toBe(true);
  expect((await store.sessions.load(id))?.state).toEqual(session);
  const kept = [said, { ...answer, text }];
  expect((await store.entries.newest(id, 10)).entries).toEqual(kept);
  return kept;
}
