import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NotifiedDocument, NotifiedKey } from '@parley/store';
import * as fc from 'fast-check';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

interface Undelivered {
  id: string;
  kind: string;
  by: string;
  adminId?: string;
  at: string;
  attempts: number;
  reason: string;
  ref?: string;
}
interface Page {
  items: Undelivered[];
  nextCursor: string | null;
}

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin?.stop());

const holder = { seq: 1, delivery: 1 };
/** An SMS on its way, or at its end. */
async function put(
  key: Partial<NotifiedKey>,
  change: { state: 'dead' | 'sent'; begunAt?: Date; reason?: string; attempts?: number; ref?: string },
): Promise<NotifiedDocument> {
  const { notified } = admin.store;
  const whole = { event: randomUUID(), kind: 'help', channel: 'sms', recipient: 'r', ...key } as const;
  const first = { at: 1000, state: 'sending', holder, until: new Date(0) } as const;
  const begun = await notified.begin(whole, first);
  const changed = begun && (await notified.change(begun, change));
  if (!changed) throw new Error('it was there before');
  return changed;
}
const pageOf = (limit: number, cursor?: string): Promise<Page> =>
  admin.json<Page>(
    `/admin/api/undelivered?${new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) }).toString()}`,
  );

describe('GET /admin/api/undelivered', () => {
  test('[P41] tells why something didn’t arrive, whose it was where an admin gave the address, and no address', async () => {
    const phone = '+15550199999';
    const id = 'Zoë / 77';
    await admin.store.admins.seen({ id, name: 'Zoë', roles: ['admin'] });
    await admin.store.preferences.set(id, { channels: ['sms'], phone, criticalInQuiet: false });
    const recipient = await admin.store.notified.recipientOf('sms', phone);
    const end = {
      state: 'dead',
      reason: 'sms: undelivered, Twilio’s error 30005',
      attempts: 1,
      ref: 'SM7',
    } as const;
    const hers = await put({ recipient }, end);
    const theirs = await put(
      { kind: 'alert', channel: 'email' },
      { state: 'dead', attempts: 3, reason: '550' },
    );
    await put({}, { state: 'sent' });

    const { items, nextCursor } = await pageOf(10);
    expect(nextCursor).toBeNull();
    expect(new Map(items.map((one) => [one.id, one]))).toEqual(
      new Map<string, Undelivered>([
        [
          hers._id,
          {
            id: hers._id,
            kind: 'help',
            by: 'sms',
            adminId: id,
            at: '1970-01-01T00:00:01.000Z',
            attempts: 1,
            reason: end.reason,
            ref: 'SM7',
          },
        ],
        [
          theirs._id,
          {
            id: theirs._id,
            kind: 'alert',
            by: 'email',
            at: '1970-01-01T00:00:01.000Z',
            attempts: 3,
            reason: '550',
          },
        ],
      ]),
    );
    expect(JSON.stringify(items)).not.toContain(phone);
  });

  test('[P41] gives each that didn’t arrive once, begun last first, whatever the pages', async () => {
    const time = fc.integer({ min: 1, max: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(time, { maxLength: 7 }),
        fc.integer({ min: 1, max: 3 }),
        async (times, limit) => {
          const before = (await pageOf(200)).items.length;
          for (const at of times) await put({}, { state: 'dead', begunAt: new Date(Date.now() + at) });
          const { items: all } = await pageOf(200);
          expect(all).toHaveLength(before + times.length);
          const paged: Undelivered[] = [];
          let cursor: string | undefined;
          do {
            const page = await pageOf(limit, cursor);
            paged.push(...page.items);
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(paged).toEqual(all);
          const begun = (await admin.store.notified.dead(200)).map(({ begunAt }) => begunAt.getTime());
          expect(begun).toEqual(begun.toSorted((a, b) => b - a));
        },
      ),
      { numRuns: 15 },
    );
  });
});
