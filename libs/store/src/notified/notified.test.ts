import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseForTests, type TestDatabase } from '@parley/infra';
import * as fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { openTestStore } from '../../test/support/openTestStore.ts';
import type { NotifiedKey, Preferences, Store } from '../index.ts';

let database: TestDatabase;
let stores: [Store, Store, Store];

beforeEach(async () => {
  database = await databaseForTests();
  stores = [await openTestStore(database), await openTestStore(database), await openTestStore(database)];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await database.stop();
});

const keyOf = (event: string, recipient = 'r'): NotifiedKey => ({
  event,
  kind: 'critical',
  channel: 'email',
  recipient,
});
const holder = { seq: 1, delivery: 1 };
const sending = () => ({ at: 0, state: 'sending' as const, holder, until: new Date(0) });

describe('a bucket', () => {
  test('[P40] gives what it has, and what was refilled since, and not one more, whoever takes at the same time', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 100, max: 100_000 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 1,
          maxLength: 6,
        }),
        async (n, perMs, steps) => {
          const key = keyOf('', `run ${run++}`);
          let at = 1_700_000_000_000;
          let tokens = n;
          for (const [takers, wait] of steps) {
            const passed = Math.ceil(wait * perMs);
            at += passed;
            tokens = Math.min(n, tokens + (passed * n) / perMs);
            const took = await Promise.all(
              Array.from({ length: takers }, (_, i) =>
                stores[i as 0 | 1 | 2].notified.take(key, { n, perMs }, at),
              ),
            );
            const got = took.filter(Boolean).length;
            // A bucket's fractions may round either way at its edge.
            expect(got).toBeLessThanOrEqual(Math.min(takers, Math.floor(tokens + 0.51)));
            expect(got).toBeGreaterThanOrEqual(Math.min(takers, Math.floor(tokens - 0.01)));
            tokens -= got;
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what is notified', () => {
  test('[P40] an event begins once for each recipient, and changes by one hand at a time', async () => {
    const begun = await Promise.all(stores.map(({ notified }) => notified.begin(keyOf('e'), sending())));
    const [first] = begun.filter((one) => one !== undefined);
    expect(begun.filter((one) => one !== undefined)).toHaveLength(1);
    if (!first) throw new Error('nobody began');
    const changed = await Promise.all(
      stores.map(({ notified }, delivery) => notified.change(first, { holder: { seq: 1, delivery } })),
    );
    expect(changed.filter((one) => one !== undefined)).toHaveLength(1);
  });

  test('[P40] each one that was held back is counted once, in whichever message, and again when that went nowhere', async () => {
    const [{ notified }, other] = stores;
    for (let n = 1; n <= 1200; n++) await notified.begin(keyOf(`e${n}`), { at: n, state: 'held' });
    expect(await notified.heldBack()).toEqual([{ kind: 'critical', channel: 'email', recipient: 'r' }]);
    const sums = await Promise.all([notified.gather(keyOf('x')), other.notified.gather(keyOf('y'))]);
    expect(sums.reduce((all, sum) => all + (sum?.count ?? 0), 0)).toBe(1200);
    expect(Math.min(...sums.map((sum) => sum?.since ?? 9999))).toBe(1);
    expect(await notified.heldBack()).toEqual([]);
    expect(await notified.gather(keyOf('x'))).toEqual(sums[0]);
    for (const event of ['x', 'y']) await notified.release(keyOf(event));
    expect(await notified.gather(keyOf('z'))).toEqual({ count: 1200, since: 1 });
  });

  test('[P40] a sum is held by one at a time, and by nobody for ever', async () => {
    const hold = (at: number) =>
      Promise.all(stores.map(({ notified }) => notified.lockSum(keyOf(''), 1000, at)));
    const [unlock, ...others] = (await hold(5000)).filter((one) => one !== undefined);
    expect(others).toEqual([]);
    expect((await hold(5999)).filter(Boolean)).toEqual([]);
    await unlock?.();
    expect((await hold(5999)).filter(Boolean)).toHaveLength(1);
    expect((await hold(6999)).filter(Boolean)).toHaveLength(1);
    await unlock?.();
    expect((await hold(7000)).filter(Boolean)).toEqual([]);
  });

  test('[P38] a window of time is the same for all who ask within it', async () => {
    const asked = (at: number) =>
      Promise.all(stores.map(({ notified }) => notified.window('rule', 1000, at)));
    expect(new Set([...(await asked(5000)), ...(await asked(5999))])).toEqual(new Set([5000]));
    expect(new Set(await asked(6000))).toEqual(new Set([6000]));
  });
});

const PREFERENCES: Preferences = {
  channels: ['email', 'sms'],
  email: 'ann.secret@example.com',
  phone: '+15550199999',
  quiet: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
  criticalInQuiet: true,
};

describe('addresses', () => {
  test('[P44] neither preferences, nor what was notified, nor the outbox show one in a raw dump', async () => {
    const [{ preferences, notified, outbox, users }] = stores;
    await preferences.set('ann', PREFERENCES);
    const recipient = await notified.recipientOf('email', 'ann.secret@example.com');
    expect(await stores[1].notified.recipientOf('email', 'Ann.Secret@Example.com')).toBe(recipient);
    expect(await notified.recipientOf('email', 'bob@example.com')).not.toBe(recipient);
    await notified.begin(keyOf('e', recipient), sending());
    const message = {
      channel: 'email' as const,
      at: 5,
      to: 'ann.secret@example.com',
      text: 'a secret reason',
    };
    await outbox.put({ id: 'm', ...message }, 'ann');
    await outbox.put({ id: 'n', ...message });
    expect(await preferences.get('ann')).toEqual(PREFERENCES);
    expect(await stores[2].preferences.all()).toEqual([{ userId: 'ann', preferences: PREFERENCES }]);

    const client = new MongoClient(database.url);
    const db = client.db(database.name);
    const all = await Promise.all(
      (await db.listCollections().toArray()).map(({ name }) => db.collection(name).find().toArray()),
    );
    await client.close();
    const raw = JSON.stringify(all);
    expect(raw).toContain(recipient);
    for (const secret of ['secret', '15550199999', 'Secret']) expect(raw).not.toContain(secret);

    await users.erase('ann');
    expect(await preferences.get('ann')).toBeUndefined();
    expect((await stores[1].outbox.list(10)).map(({ id }) => id)).toContain('n');
  });

  test('preferences are replaced and removed, and odd quiet hours are refused', async () => {
    const [{ preferences }] = stores;
    await preferences.set('ann', PREFERENCES);
    await preferences.set('ann', { channels: [], criticalInQuiet: false });
    expect(await preferences.get('ann')).toEqual({ channels: [], criticalInQuiet: false });
    expect(await preferences.has('ann')).toBe(true);
    await preferences.set('ann', undefined);
    expect(await preferences.get('ann')).toBeUndefined();
    expect(await preferences.has('ann')).toBe(false);
    const quiet = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
    for (const wrong of [{ from: '24:00' }, { to: 'seven' }, { timeZone: 'Mars/Phobos' }]) {
      const odd = { ...PREFERENCES, quiet: { ...quiet, ...wrong } };
      await expect(preferences.set('ann', odd)).rejects.toThrow(Object.keys(wrong)[0]);
    }
  });

  test('the outbox keeps each message once, and the newest 500', async () => {
    const [{ outbox }] = stores;
    for (let at = 0; at <= 520; at++) {
      await outbox.put({ id: `m${at % 515}`, channel: 'sms', at, to: '+1', text: String(at) });
    }
    const kept = await outbox.list(500);
    expect(kept).toHaveLength(500);
    expect(kept[0]?.text).toBe('520');
    expect(kept.map(({ at }) => at)).toEqual(kept.map(({ at }) => at).toSorted((a, b) => b - a));
  });
});
