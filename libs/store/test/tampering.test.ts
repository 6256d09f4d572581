import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Entry } from '@parley/conversation';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import { Binary, MongoClient } from 'mongodb';
import { SealedDataError, type Store } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';
import { keepSecrets, type Secrets } from './support/secrets.ts';

describe('what was tampered with', () => {
  let database: TestDatabase;
  let store: Store;
  let client: MongoClient;
  beforeAll(async () => {
    database = await databaseForTests();
    store = await openTestStore(database);
    client = new MongoClient(database.url);
  });
  afterAll(async () => {
    await client?.close();
    await store?.close();
    await database?.stop();
  });

  const entries = () =>
    client.db(database.name).collection<{ _id: string; [field: string]: unknown }>('entries');
  const sessions = () =>
    client.db(database.name).collection<{ _id: string; [field: string]: unknown }>('sessions');
  const refused = { code: 'internal', reason: 'refused' };
  const secrets: Secrets = {
    text: 'a text',
    senderName: 'a name',
    transcript: 'a transcript',
    reasoning: 'a thought',
    file: 'a file',
    unread: 'another file',
    summary: 'a summary',
    name: 'a session',
    admin: 'an admin',
    checkpoint: 'a checkpoint',
  };
  const kept = async (): Promise<{ sessionId: string; said: Entry; answer: Entry }> => {
    const [said, answer] = await keepSecrets(store, secrets);
    if (!said || !answer) throw new Error('two entries were kept');
    return { sessionId: said.sessionId, said, answer };
  };
  const bytesOf = (value: unknown): Uint8Array => {
    if (!(value instanceof Binary)) throw new TypeError('is not sealed');
    return Uint8Array.from(value.value());
  };

  test('[P44] a flipped bit anywhere in a field is refused', async () => {
    const { sessionId, said } = await kept();
    const _id = `${sessionId}:${said.id}`;
    const raw = await entries().findOne({ _id });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('text', 'senderName', 'transcript'), fc.nat(), async (field, n) => {
        const bytes = bytesOf(raw?.[field]);
        const bit = n % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await entries().updateOne({ _id }, { $set: { [field]: new Binary(bytes) } });
        await expect(store.entries.get(sessionId, said.id)).rejects.toBeInstanceOf(SealedDataError);
        await entries().updateOne({ _id }, { $set: { [field]: raw?.[field] } });
        expect(await store.entries.get(sessionId, said.id)).toEqual(said);
      }),
      { numRuns: 100 },
    );
  });

  test('[P44] a field moved to another entry, another field or another place is refused', async () => {
    const { sessionId, said, answer } = await kept();
    const [from, to] = [`${sessionId}:${said.id}`, `${sessionId}:${answer.id}`];
    const raw = await entries().findOne({ _id: from });
    await entries().updateOne({ _id: to }, { $set: { text: raw?.['text'] } });
    await expect(store.entries.get(sessionId, answer.id)).rejects.toMatchObject(refused);
    await entries().updateOne({ _id: from }, { $set: { text: raw?.['transcript'] } });
    await expect(store.entries.get(sessionId, said.id)).rejects.toMatchObject(refused);
    await sessions().updateOne({ _id: sessionId }, { $set: { name: raw?.['senderName'] } });
    await expect(store.sessions.load(sessionId)).rejects.toMatchObject(refused);
  });

  test('[P44] a record moved to another id is refused', async () => {
    const { sessionId, said } = await kept();
    const raw = await entries().findOne({ _id: `${sessionId}:${said.id}` });
    const id = randomUUID();
    await entries().insertOne({ ...raw, _id: `${sessionId}:${id}`, id, seq: 7, rev: 7 });
    await expect(store.entries.get(sessionId, id)).rejects.toMatchObject(refused);
    const session = await sessions().findOne({ _id: sessionId });
    const otherId = randomUUID();
    await sessions().insertOne({ ...session, _id: otherId });
    await expect(store.sessions.load(otherId)).rejects.toMatchObject(refused);
  });

  test('[P44] a session or a data key given to another user is refused', async () => {
    const { sessionId } = await kept();
    const other = await kept();
    const raw = await sessions().findOne({ _id: sessionId });
    const thief = await sessions().findOne({ _id: other.sessionId });
    await sessions().updateOne({ _id: sessionId }, { $set: { userId: thief?.['userId'] } });
    await expect(store.sessions.load(sessionId)).rejects.toMatchObject(refused);
    await sessions().updateOne({ _id: sessionId }, { $set: { dataKey: thief?.['dataKey'] } });
    await expect(store.sessions.load(sessionId)).rejects.toMatchObject({ reason: 'unknown_key' });
    const back = { userId: raw?.['userId'], dataKey: raw?.['dataKey'] };
    await sessions().updateOne({ _id: sessionId }, { $set: back });
    expect((await store.sessions.load(sessionId))?.state.name).toBe(secrets.name);

    // A store that has read neither key so far.
    const fresh = await openTestStore(database);
    const userKeys = client.db(database.name).collection<{ _id: string }>('userKeys');
    const stolen = await userKeys.findOne({ _id: String(raw?.['userId']) });
    expect(stolen).toMatchObject({ key: raw?.['dataKey'] });
    await userKeys.replaceOne(
      { _id: String(thief?.['userId']) },
      { ...stolen, _id: String(thief?.['userId']) },
    );
    await sessions().updateOne({ _id: sessionId }, { $set: { userId: thief?.['userId'] } });
    await expect(fresh.sessions.load(sessionId)).rejects.toMatchObject(refused);
    await fresh.close();
  });
});
