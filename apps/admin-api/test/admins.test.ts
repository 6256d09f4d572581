import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anyUserId } from '@parley/testing';
import * as fc from 'fast-check';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

interface Listed {
  id: string;
  name: string;
  roles: string[];
  lastSeenAt?: string;
  notified: { email: boolean; sms: boolean };
}

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin?.stop());

const WANTED = { channels: ['email'] as const, email: 'bo.secret@example.com', criticalInQuiet: false };
/** An admin who was seen and wants mail. */
async function known(id: string, name = 'Bo'): Promise<void> {
  await admin.store.admins.seen({ id, name, roles: ['admin'] });
  await admin.store.preferences.set(id, WANTED);
}
const listed = async (id: string): Promise<Listed | undefined> =>
  (await admin.json<{ items: Listed[] }>('/admin/api/admins')).items.find((one) => one.id === id);
const auditOf = async (target: string) =>
  (await admin.store.audit.list({ limit: 20, target })).map(({ who, what, where }) => ({
    who,
    what,
    where,
  }));
const remove = (id: string, roles = ['supervisor']): Promise<Response> =>
  admin.ask('DELETE', `/admin/api/admins?${new URLSearchParams({ id }).toString()}`, roles);
const put = (body: object, token: string): Promise<Response> =>
  fetch(`${admin.url}/admin/api/me/preferences`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('GET /admin/api/admins', () => {
  test('[P41] tells who was seen and by which ways each is notified, and no address', async () => {
    const anyWays = fc.record({
      channels: fc.subarray(['email', 'sms'] as const),
      email: fc.option(fc.constant('bo.secret@example.com'), { nil: undefined }),
      phone: fc.option(fc.constant('+15550199999'), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(anyWays, async ({ channels, email, phone }) => {
        const id = randomUUID();
        await admin.store.admins.seen({ id, name: `Bo ${id}`, roles: ['admin', 'x'] });
        await admin.store.preferences.set(id, {
          channels,
          criticalInQuiet: false,
          ...(email !== undefined && { email }),
          ...(phone !== undefined && { phone }),
        });
        const response = await admin.get('/admin/api/admins');
        const text = await response.text();
        expect(text).not.toMatch(/secret|15550199999/u);
        const { items } = JSON.parse(text) as { items: Listed[] };
        expect(items.find((one) => one.id === id)).toEqual({
          id,
          name: `Bo ${id}`,
          roles: ['admin', 'x'],
          lastSeenAt: expect.any(String),
          notified: {
            email: channels.includes('email') && email !== undefined,
            sms: channels.includes('sms') && phone !== undefined,
          },
        });
        const names = items.map(({ name }) => name);
        expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
        await admin.store.preferences.set(id, undefined);
        await admin.store.admins.lose(id, { none: 0 });
      }),
      { numRuns: 100 },
    );
  });

  test('[P53] leaves out whose role, as last seen, is none', async () => {
    const id = randomUUID();
    await admin.store.admins.seen({ id, name: 'Bo', roles: ['user'] });
    expect(await listed(id)).toBeUndefined();
  });
});

describe('DELETE /admin/api/admins', () => {
  test('[P41] a supervisor removes an admin, whatever they are called, who is notified no more; that is kept', async () => {
    const awkward = fc.constantFrom('.', '..', '/', '%', '%2e%2e', '?', '#', 'a/../b', '+', '\u0000', '💬/é');
    const anyId = fc.oneof(
      awkward,
      anyUserId().filter((id) => id.isWellFormed()),
    );
    await fc.assert(
      fc.asyncProperty(anyId, async (id) => {
        await known(id);
        expect((await remove(id)).status).toBe(204);
        expect(await listed(id)).toBeUndefined();
        expect(await admin.store.preferences.get(id)).toBeUndefined();
        expect((await remove(id)).status).toBe(404);
        expect((await auditOf(id))[0]).toEqual({
          who: 'somebody supervisor',
          what: 'admin.removed',
          where: expect.any(String),
        });
      }),
      { numRuns: 100 },
    );
  });

  test('[P41] the id may stand in the path, too', async () => {
    const id = 'a/b %é';
    await known(id);
    const path = `/admin/api/admins/${encodeURIComponent(id)}`;
    expect((await admin.ask('DELETE', path, ['supervisor'])).status).toBe(204);
    expect(await listed(id)).toBeUndefined();
  });

  test('[P41] of several who remove the same admin at once one does, which is kept once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 4 }), fc.boolean(), async (times, isSeen) => {
        const id = randomUUID();
        if (isSeen) await known(id);
        else await admin.store.preferences.set(id, WANTED);
        const told = await Promise.all(Array.from({ length: times }, () => remove(id)));
        const codes = told.map(({ status }) => status).toSorted((a, b) => a - b);
        expect(codes).toEqual([204, ...Array.from({ length: times - 1 }, () => 404)]);
        expect((await auditOf(id)).map(({ what }) => what)).toEqual(['admin.removed']);
      }),
    );
  });

  test('[P61] an admin may not, nobody removes themselves, and nobody who isn’t known is removed', async () => {
    const id = randomUUID();
    await known(id);
    expect((await remove(id, ['admin'])).status).toBe(403);
    expect(await listed(id)).toMatchObject({ notified: { email: true, sms: false } });
    const oneself = await remove('somebody supervisor');
    expect(oneself.status).toBe(400);
    expect(await oneself.json()).toMatchObject({ error: { message: expect.stringMatching(/^id: /u) } });
    const nobody = await remove(randomUUID());
    expect(nobody.status).toBe(404);
    expect(await nobody.json()).toMatchObject({ error: { category: 'not_found', code: 'user' } });
    expect(await auditOf(id)).toEqual([]);
  });

  test('[P41][P61] somebody who was removed is refused, and by a token signed anew known again', async () => {
    const id = `somebody ${randomUUID()}`;
    const old = admin.issued(id, ['admin'], -9);
    expect((await admin.askWith(old, 'GET', '/admin/api/admins')).status).toBe(200);
    const used = admin.issued(id, ['admin'], -5);
    expect((await admin.askWith(used, 'GET', '/admin/api/admins')).status).toBe(200);
    await remove(id);
    for (const token of [old, used]) expect((await put(WANTED, token)).status).toBe(403);
    expect(await listed(id)).toBeUndefined();
    expect((await put(WANTED, admin.issued(id, ['admin'], -4))).status).toBe(200);
    expect(await admin.store.admins.get(id)).toMatchObject({ roles: ['admin'] });
    expect(await listed(id)).toMatchObject({ notified: { email: true, sms: false } });
  });
});

describe('a role that was lost', () => {
  test('[P61] whoever asks without it is refused, forgotten and notified no more, which is kept once', async () => {
    const id = `somebody ${randomUUID()}`;
    const without = (seconds: number) => admin.issued(id, ['user'], seconds);
    const ask = (token: string, path = '/admin/api/me/preferences') => admin.askWith(token, 'GET', path);
    expect((await ask(without(-99))).status).toBe(403);
    expect(await auditOf(id)).toEqual([]);
    for (const times of [1, 2]) {
      const issuedAt = Date.now() + (times * 10 - 50) * 1000;
      await admin.store.admins.seen({ id, name: `Bo ${times}`, roles: ['admin'], issuedAt });
      await admin.store.preferences.set(id, WANTED);
      // What an older token says is no news.
      expect((await ask(without(times * 10 - 52))).status).toBe(403);
      expect(await admin.store.admins.get(id)).toMatchObject({ issuedAt });
      const token = without(times * 10 - 45);
      const told = await Promise.all([ask(token), ask(token, '/admin/api/audit'), ask(token)]);
      for (const response of told) {
        expect(response.status).toBe(403);
        expect(await response.text()).not.toContain('secret');
      }
      expect(await admin.store.preferences.get(id)).toBeUndefined();
      expect(await admin.store.admins.get(id)).toBeUndefined();
      const kept = { who: id, what: 'admin.role_lost', where: expect.any(String) };
      expect(await auditOf(id)).toEqual(Array.from({ length: times }, () => kept));
    }
  });

  const PATHS = ['/admin/api/sessions', '/admin/api/providers', '/admin/api/events', '/admin/api/admins'];

  test('[P61] older tokens have it no more, whichever route they ask and however often, newer ones do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -60, max: -30 }), fc.constantFrom(...PATHS), async (lost, path) => {
        const id = `somebody ${randomUUID()}`;
        const old = admin.issued(id, ['user', 'supervisor'], lost - 1);
        const same = admin.issued(id, ['admin'], lost);
        const status = async (token: string): Promise<number> => {
          const response = await admin.askWith(token, 'GET', path);
          await response.body?.cancel();
          return response.status;
        };
        expect(await status(old)).toBe(200);
        expect(await status(admin.issued(id, ['user'], lost))).toBe(403);
        for (const token of [old, old, same]) expect(await status(token)).toBe(403);
        expect(await status(admin.issued(id, ['admin'], lost + 1))).toBe(200);
        expect(await status(old)).toBe(403);
      }),
      { numRuns: 25 },
    );
  });

  test('[P61] a supervisor who asks as an admin now is none any more by older tokens, and stays an admin', async () => {
    const id = `somebody ${randomUUID()}`;
    const other = randomUUID();
    await known(other);
    const old = admin.issued(id, ['supervisor'], -9);
    const ask = async (token: string, method = 'GET', path = '/admin/api/admins') =>
      (await admin.askWith(token, method, path)).status;
    expect(await ask(old)).toBe(200);
    expect(await ask(admin.issued(id, ['admin'], -5))).toBe(200);
    expect(await ask(old, 'DELETE', `/admin/api/admins/${other}`)).toBe(403);
    expect(await ask(old)).toBe(200);
    expect(await admin.store.admins.get(id)).toMatchObject({ roles: ['admin'] });
    expect((await auditOf(id)).length).toBe(1);
  });

  test('[P61] preferences that are kept of somebody who was never seen go, too', async () => {
    const id = 'somebody lost';
    await admin.store.preferences.set(id, WANTED);
    expect((await admin.ask('GET', '/admin/api/admins', ['lost'])).status).toBe(403);
    expect(await admin.store.preferences.has(id)).toBe(false);
  });
});

describe('/admin/api/me/preferences', () => {
  test('[P41] keeps how an admin wants to be told, and refuses what is none by its field', async () => {
    const put = (body: object) => admin.put('/admin/api/me/preferences', body);
    expect(await admin.json('/admin/api/me/preferences')).toEqual({ channels: [], criticalInQuiet: false });
    const wanted = {
      channels: ['email'],
      email: 'anna@example.com',
      quiet: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
      criticalInQuiet: true,
    };
    expect((await put(wanted)).status).toBe(200);
    expect(await admin.json('/admin/api/me/preferences')).toEqual(wanted);
    for (const [field, wrong] of Object.entries({
      'body.email': { email: 'nobody' },
      'body.phone': { phone: '0123' },
      'body.quiet.timeZone': { quiet: { from: '22:00', to: '07:00', timeZone: 'Mars' } },
      'body.quiet.from': { quiet: { from: '25:00', to: '07:00', timeZone: 'UTC' } },
    })) {
      const refused = await put({ ...wanted, ...wrong });
      expect(refused.status).toBe(400);
      expect(JSON.stringify(await refused.json())).toContain(field);
    }
    expect(await admin.json('/admin/api/me/preferences')).toEqual(wanted);
  });
});
