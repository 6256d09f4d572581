import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encryptionKeys } from '@parley/config';
import { createSession } from '@parley/conversation';
import { databaseForTests, freePort, type TestDatabase } from '@parley/infra';
import { createLogger } from '@parley/logging';
import { createKeyRing, openStore, type Store } from '@parley/store';

let database: TestDatabase;
let uri: string;
beforeAll(async () => {
  database = await databaseForTests();
  const url = new URL(database.url);
  url.pathname = `/${database.name}`;
  uri = url.href;
});
afterAll(() => database.stop());

const main = new URL('../src/keys.ts', import.meta.url).pathname;
const newKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const [k1, k2] = [newKey('k1'), newKey('k2')];

/** Runs `npm run keys -- …` as an operator would. */
const keys = (args: string[], ring?: string, url = uri) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, MONGODB_URI: url, ENCRYPTION_KEYS: ring };
    execFile(process.execPath, [main, ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

async function withStore<T>(ring: string, work: (store: Store) => Promise<T>): Promise<T> {
  const log = createLogger({ service: 'test', level: 'silent' });
  const store = await openStore({ url: uri, keys: createKeyRing(encryptionKeys().parse(ring)), log });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

describe('npm run keys', () => {
  test('[P44] new, rotate and status take a ring from one key to the next', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    await withStore(k1, async ({ sessions }) => {
      for (const id of ids)
        await sessions.create({ ...createSession(id, id, 'demo', 1), name: `name ${id}` });
    });
    const lines = ({ out }: { out: string }) =>
      out.split('\n').map((line) => line.split(/ {2,}/).slice(0, 3));
    expect(lines(await keys(['status'], `${k1},${k2}`))).toMatchObject([
      ['key', 'data keys', 'place'],
      ['k1', '3', 'first, wraps'],
      ['k2', '0', 'unwraps'],
      [''],
    ]);
    const before = await keys(['status'], `${k2},${k1}`);
    expect(before).toMatchObject({ code: 0, out: expect.stringMatching(/k1 .*keep until.* rotate$/m) });

    const hasty = await keys(['rotate'], k2);
    expect(hasty.code).toBe(1);
    expect(hasty.out).toContain('Wrapped again with k2: 0; 3 can’t be read and are left as they are.');
    expect(hasty.out).toMatch(/^k1 +3 +missing +put it back/m);
    expect((await keys(['status'], k2)).code).toBe(1);

    const rotated = await keys(['rotate'], `${k2},${k1}`);
    expect(rotated).toMatchObject({ code: 0, err: '' });
    expect(rotated.out).toContain('Wrapped again with k2: 3.');
    expect(rotated.out).toMatch(/^k2 +3 +first, wraps +keep$/m);
    expect(rotated.out).toMatch(/^k1 +0 +unwraps +can be dropped/m);
    expect((await keys(['status'], k2)).out).not.toContain('k1');
    await withStore(k2, async ({ sessions }) => {
      for (const id of ids) expect((await sessions.load(id))?.state.name).toBe(`name ${id}`);
    });
    for (const secret of [k1, k2].map((key) => key.slice(3))) {
      for (const { out, err } of [before, hasty, rotated]) expect(out + err).not.toContain(secret);
    }
  });

  test('[P44] new prints a key that the ring takes, another one each time, and says where it goes', async () => {
    const [one, two, named] = await Promise.all([keys(['new']), keys(['new']), keys(['new', 'spring'])]);
    for (const { code, out, err } of [one, two, named]) {
      expect(code).toBe(0);
      expect(encryptionKeys().parse(out.trim())).toHaveLength(1);
      expect(err).toContain('ENCRYPTION_KEYS');
    }
    expect(encryptionKeys().parse(`${one.out.trim()},${two.out.trim()}`)).toHaveLength(2);
    expect(named.out).toMatch(/^spring:/);
  });

  test('says how it is used, and what is wrong', async () => {
    expect(await keys([])).toMatchObject({ code: 2, err: expect.stringContaining('rotate') });
    expect(await keys(['constructor'])).toMatchObject({ code: 2 });
    expect(await keys(['new', 'ä'])).toMatchObject({ code: 2, err: expect.stringContaining('new [ID]') });
    expect(await keys(['status'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/ENCRYPTION_KEYS is required/),
    });
    const nobody = `mongodb://127.0.0.1:${await freePort()}/parley`;
    expect(await keys(['status'], k1, nobody)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('can’t be reached'),
    });
  });
});
