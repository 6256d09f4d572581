import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import { anyMessageText } from '@parley/testing';
import * as fc from 'fast-check';
import { type CannedReply, createKeyRing, MOST_REPLIES, type Store, TEAM } from '../src/index.ts';
import { openTestStore } from './support/openTestStore.ts';
import { rawDatabase, type RawDatabase } from './support/rawDatabase.ts';
import { testKey } from './support/testKey.ts';

let database: TestDatabase;
let store: Store;
let other: Store;
let raw: RawDatabase;

beforeAll(async () => {
  database = await databaseForTests();
  [store, other] = [await openTestStore(database), await openTestStore(database)];
  raw = rawDatabase(database, database.name);
});
afterAll(async () => {
  await raw.close();
  await store.close();
  await other.close();
  await database.stop();
});

const replyOf = (owner: string, shortcut: string, text = 'a text'): CannedReply => ({
  id: randomUUID(),
  owner,
  shortcut,
  text,
});
const newAdmin = (): string => `admin ${randomUUID()}`;
const byShortcut = (a: CannedReply, b: CannedReply): number => (a.shortcut < b.shortcut ? -1 : 1);
describe('canned replies', () => {
  test('[P54] come back as they were kept last, by short-cut, each with its owner alone', async () => {
    const anyWord = fc.stringMatching(/^[a-z0-9äß-]{1,12}$/u);
    const words = fc.uniqueArray(anyWord, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(words, words, anyMessageText(20), async (first, second, text) => {
        const [anna, ben] = [newAdmin(), newAdmin()];
        const hers = first.map((word) => replyOf(anna, word, text));
        const his = second.map((word) => replyOf(ben, word, `${text} of Ben`));
        for (const reply of [...hers, ...his]) expect(await store.replies.put(reply)).toBeUndefined();
        expect(await other.replies.list(anna)).toEqual(hers.toSorted(byShortcut));
        const again = hers.map((reply) => ({ ...reply, text: `${text} again` }));
        for (const reply of again) expect(await other.replies.put(reply)).toBeUndefined();
        expect(await store.replies.list(anna)).toEqual(again.toSorted(byShortcut));
        expect(await store.replies.list(ben)).toEqual(his.toSorted(byShortcut));
      }),
      { numRuns: 100 },
    );
  });

  test('[P54] a short-cut is that of one reply of its owner, upper case or not, and may be another owner’s too', async () => {
    const anna = newAdmin();
    const [hello, bye] = [replyOf(anna, 'Straße'), replyOf(anna, 'bye')];
    expect(await store.replies.put(hello)).toBeUndefined();
    expect(await store.replies.put(bye)).toBeUndefined();
    for (const wanted of [replyOf(anna, 'STRAßE'), { ...bye, shortcut: 'straße' }]) {
      expect(await store.replies.refusalOf(wanted)).toBe('shortcut');
      expect(await store.replies.put(wanted)).toBe('shortcut');
    }
    expect(await store.replies.list(anna)).toEqual([hello, bye]);
    expect(await store.replies.put({ ...hello, shortcut: 'STRASSE' })).toBeUndefined();
    expect(await store.replies.put(replyOf(newAdmin(), 'bye'))).toBeUndefined();
  });

  test('[P54] an id is that of one reply, whoever’s', async () => {
    const [hers, his] = [replyOf(newAdmin(), 'hello'), replyOf(newAdmin(), 'bye')];
    await store.replies.put(hers);
    expect(await store.replies.ownerOf(hers.id)).toBe(hers.owner);
    const taken = { ...his, id: hers.id };
    expect(await store.replies.refusalOf(taken)).toBe('id');
    expect(await store.replies.put(taken)).toBe('id');
    expect(await store.replies.remove(hers.id, his.owner)).toBe(false);
    expect(await store.replies.list(hers.owner)).toEqual([hers]);
    expect(await store.replies.remove(hers.id, hers.owner)).toBe(true);
    expect(await store.replies.remove(hers.id, hers.owner)).toBe(false);
    expect(await store.replies.ownerOf(hers.id)).toBeUndefined();
  });

  test('[P54] of those that are kept at once under one short-cut one is there, and never more than there may be', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 5 }), async (times) => {
        const anna = newAdmin();
        const all = Array.from({ length: times }, () => replyOf(anna, 'hello'));
        const told = await Promise.all(all.map((one, at) => (at % 2 ? store : other).replies.put(one)));
        expect(told.filter((refusal) => refusal === undefined)).toHaveLength(1);
        expect(await store.replies.list(anna)).toEqual(all.filter((_, at) => told[at] === undefined));
      }),
      { numRuns: 20 },
    );
    for (const [owner, most] of [
      [newAdmin(), MOST_REPLIES.own],
      [TEAM, MOST_REPLIES.team],
    ] as const) {
      const room = 3;
      const last: CannedReply[] = [];
      for (let n = 0; n < most - room; n++)
        expect(await store.replies.put(replyOf(owner, `n${n}`))).toBeUndefined();
      for (let n = 0; n < 3 * room; n++) last.push(replyOf(owner, `last${n}`));
      const told = await Promise.all(last.map((one, at) => (at % 2 ? store : other).replies.put(one)));
      expect(told.filter((refusal) => refusal === undefined)).toHaveLength(room);
      expect(await store.replies.list(owner)).toHaveLength(most);
      const one = replyOf(owner, 'one-more');
      expect([await store.replies.refusalOf(one), await store.replies.put(one)]).toEqual(['full', 'full']);
      const [kept] = await store.replies.list(owner);
      if (!kept) throw new Error('there are some');
      expect(await store.replies.put({ ...kept, text: 'changed' })).toBeUndefined();
      expect(await store.replies.list(owner)).toHaveLength(most);
    }
  });

  test('[P44] short-cut and text are sealed under their owner’s key, at their place, and rotate with all others', async () => {
    const secret = `secret-${randomUUID()}`;
    const [hers, theirs] = [replyOf(newAdmin(), secret, secret), replyOf(TEAM, secret, secret)];
    await store.replies.remove((await store.replies.list(TEAM))[0]?.id ?? '', TEAM);
    for (const reply of [hers, theirs]) expect(await store.replies.put(reply)).toBeUndefined();
    const found = (await raw.all('replies')).filter(({ _id }) => [hers.id, theirs.id].includes(_id));
    const stored = JSON.stringify(found);
    for (const form of ['utf8', 'base64', 'hex'] as const)
      expect(stored).not.toContain(Buffer.from(secret).toString(form).slice(0, 40));
    const [one, two] = found;
    expect(one?.['mark']).not.toBe(two?.['mark']);
    // Another's text in one's own place can't be opened, and is left out.
    const moved = { ...one, _id: randomUUID(), mark: 'moved' };
    await raw.put('replies', [moved]);
    const owner = String(one?.['owner']);
    expect((await store.replies.list(owner)).map(({ id }) => id)).not.toContain(moved._id);
    await raw.remove('replies', moved._id);

    const rotating = await openTestStore(database, { keys: createKeyRing([testKey('k2'), testKey('k1')]) });
    await rotating.keys.rewrap();
    await rotating.close();
    const rotated = await openTestStore(database, { keys: createKeyRing([testKey('k2')]) });
    expect(await rotated.replies.list(hers.owner)).toEqual([hers]);
    expect(await rotated.replies.list(TEAM)).toContainEqual(theirs);
    await rotated.close();
  });

  test.each([
    ['removed', (id: string) => store.admins.lose(id, { none: 5 })],
    ['erased', (id: string) => store.users.erase(id)],
  ])('[P44] of an admin who is %s go with them; the team’s and others’ stay', async (_, end) => {
    const [anna, ben] = [newAdmin(), newAdmin()];
    await store.admins.seen({ id: anna, name: 'Anna', roles: ['admin'], issuedAt: 5 });
    await store.replies.put(replyOf(anna, 'hello'));
    await store.replies.put(replyOf(ben, 'hello'));
    const team = await store.replies.list(TEAM);
    await end(anna);
    expect((await raw.all('replies')).filter(({ owner }) => owner === anna)).toEqual([]);
    expect(await store.replies.list(ben)).toHaveLength(1);
    expect(await store.replies.list(TEAM)).toEqual(team);
  });

  test('[P61] of a supervisor who is left an admin, or was seen by a newer token, they stay', async () => {
    const anna = newAdmin();
    await store.admins.seen({ id: anna, name: 'Anna', roles: ['admin'], issuedAt: 5 });
    await store.replies.put(replyOf(anna, 'hello'));
    await store.admins.lose(anna, { admin: 9 });
    await store.admins.lose(anna, { none: 4 });
    expect(await store.replies.list(anna)).toHaveLength(1);
  });
});
