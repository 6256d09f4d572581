import { createHash, createHmac, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startEmbeddedDatabase } from '@parley/infra';
import { anyMessageText } from '@parley/testing';
import * as fc from 'fast-check';
import { BSON, MongoClient, type Db } from 'mongodb';
import { openTestStore } from './support/openTestStore.ts';
import { keepSecrets, type Secrets } from './support/secrets.ts';

/** A text that stands nowhere by chance. */
const anySecret = (): fc.Arbitrary<string> =>
  fc.tuple(fc.uuid(), anyMessageText(5)).map(([id, text]) => `${id} ${text}`);

const anySecrets = (): fc.Arbitrary<Secrets> =>
  fc.record({
    text: anySecret(),
    senderName: anySecret(),
    transcript: anySecret(),
    reasoning: anySecret(),
    file: anySecret(),
    unread: anySecret(),
    summary: anySecret(),
    name: anySecret(),
    admin: anySecret(),
    checkpoint: anySecret(),
  });

/** Words of the secrets that stand nowhere by chance: the last part of each id. */
const wordsOf = (secrets: readonly string[]): string[] => secrets.map((secret) => secret.slice(24, 36));

/** Which of these words are there themselves, or as a hash that anybody could make: whole or cut, in a usual notation. */
function guessable(bytes: Buffer, words: readonly string[]): string[] {
  return words.filter((word) => {
    const hashes = ['sha256', 'sha1', 'md5', 'sha512'].map((kind) => createHash(kind).update(word).digest());
    const unkeyed = ['', '\0', 'parley search'].map((key) => createHmac('sha256', key).update(word).digest());
    const needles = [...hashes, ...unkeyed].flatMap((hash) => {
      const cut = hash.subarray(0, 8);
      return [cut, Buffer.from(cut.toString('hex')), Buffer.from(cut.toString('base64url').slice(0, 10))];
    });
    return [Buffer.from(word), ...needles].some((needle) => bytes.includes(needle));
  });
}

/** What of the secrets can be read in these bytes, as it is or in a usual notation. */
function readable(bytes: Buffer, secrets: readonly string[]): string[] {
  return secrets.filter((secret) =>
    [
      Buffer.from(secret),
      Buffer.from(secret.slice(0, 36)),
      Buffer.from(secret.slice(0, 36), 'utf16le'),
      Buffer.from(Buffer.from(secret.slice(0, 36)).toString('base64')),
      Buffer.from(Buffer.from(secret.slice(0, 36)).toString('hex')),
    ].some((needle) => bytes.includes(needle)),
  );
}

async function documents(db: Db): Promise<Buffer> {
  const all: Buffer[] = [];
  for (const { name } of await db.listCollections().toArray()) {
    const found = await db.collection(name).find().toArray();
    all.push(...found.map((document) => Buffer.from(BSON.serialize(document))));
  }
  return Buffer.concat(all);
}

function files(folder: string): Buffer {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return Buffer.concat(paths.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path)));
}

describe('a raw dump', () => {
  test('[P44] shows nothing of texts and names, neither in the documents nor in the files', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-raw-'));
    const server = await startEmbeddedDatabase({ dataDir });
    const client = new MongoClient(server.url);
    // A store that dies before it takes out what is pending leaves it in the session's document.
    let dies = false;
    const faults = () => {
      if (dies) throw new Error('died');
    };
    const store = await openTestStore(
      { url: server.url, name: 'raw' },
      { faults: (at) => (at === 'session.committed' ? faults() : undefined) },
    );
    const secrets: string[] = [];
    try {
      await fc.assert(
        fc.asyncProperty(anySecrets(), async (some) => {
          secrets.push(...Object.values(some));
          await keepSecrets(store, some);
          dies = true;
          await expect(keepSecrets(store, some)).rejects.toThrow('died');
          dies = false;
        }),
        { numRuns: 100 },
      );
      const raw = await documents(client.db('raw'));
      expect(raw.length).toBeGreaterThan(100_000);
      expect(readable(raw, secrets)).toEqual([]);
      expect(files(dataDir).length).toBeGreaterThan(100_000);
      expect(readable(files(dataDir), secrets)).toEqual([]);
      // One of each value, so that the dump isn't searched some ten thousand times.
      const words = wordsOf(secrets.filter((_, at) => at % 11 === 0 || at < 100));
      expect(guessable(raw, words)).toEqual([]);
      expect(guessable(files(dataDir), words)).toEqual([]);

      // The search itself finds what can be read.
      const control = `${randomUUID()} control`;
      await client.db('raw').collection('control').insertOne({ control });
      expect(readable(await documents(client.db('raw')), [control])).toEqual([control]);
      const term = createHash('sha256').update('a word').digest().toString('base64url', 0, 8);
      await client.db('raw').collection('control').insertOne({ term });
      expect(guessable(await documents(client.db('raw')), ['a word', 'another'])).toEqual(['a word']);
      await client.close();
      await store.close();
      await server.stop();
      expect(readable(files(dataDir), [...secrets, control])).toEqual([control]);
    } finally {
      await client.close();
      await store.close();
      await server.kill();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
