import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MOST_REPLIES, TEAM } from '@parley/store';
import * as fc from 'fast-check';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

interface Reply {
  id: string;
  owner: 'own' | 'team';
  shortcut: string;
  text: string;
}

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin?.stop());

const ANNA = 'somebody admin';
const SUE = 'somebody supervisor';
const put = (id: string, body: object, roles?: readonly string[]): Promise<Response> =>
  admin.put(`/admin/api/replies/${id}`, body, roles);
const remove = async (id: string, roles?: readonly string[]): Promise<number> =>
  (await admin.ask('DELETE', `/admin/api/replies/${id}`, roles)).status;
const list = async (roles?: readonly string[]): Promise<Reply[]> =>
  ((await (await admin.get('/admin/api/replies', roles)).json()) as { items: Reply[] }).items;
const messageOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { error: { message: string } }).error.message;
const auditOf = async (target: string) =>
  (await admin.store.audit.list({ limit: 20, target })).map(({ who, what, where, after }) => ({
    who,
    what,
    where,
    after,
  }));
const clear = async (): Promise<void> => {
  for (const owner of [ANNA, SUE, TEAM])
    for (const { id } of await admin.store.replies.list(owner)) await admin.store.replies.remove(id, owner);
};

describe('/admin/api/replies', () => {
  test('[P54] an admin’s own are theirs alone, the team’s everybody’s; each comes back as it was kept, cleaned', async () => {
    await clear();
    expect(await list()).toEqual([]);
    const [own, team, hers] = [randomUUID(), randomUUID(), randomUUID()];
    const about = { owner: 'own', shortcut: 'about', text: 'About {session}\u0007\r\nof {name}' };
    const cleaned = { ...about, id: own, text: 'About {session}\nof {name}' };
    const told = await put(own, about);
    expect(told.status).toBe(200);
    expect(await told.json()).toEqual(cleaned);
    const hello = { owner: 'team', shortcut: 'hello', text: 'Hello {name}' };
    expect((await put(team, hello, ['supervisor'])).status).toBe(200);
    expect((await put(hers, { ...hello, owner: 'own' }, ['supervisor'])).status).toBe(200);
    expect(await list()).toEqual([cleaned, { id: team, ...hello }]);
    expect(await list(['supervisor'])).toEqual([
      { id: hers, ...hello, owner: 'own' },
      { id: team, ...hello },
    ]);
    expect((await put(own, { ...about, text: 'Else' })).status).toBe(200);
    expect(await list()).toEqual([
      { id: own, ...about, text: 'Else' },
      { id: team, ...hello },
    ]);
    expect(await remove(own)).toBe(204);
    expect(await remove(own)).toBe(404);
    expect(await list()).toEqual([{ id: team, ...hello }]);
  });

  test('[P61] the team’s are changed and removed by supervisors alone, another’s own by nobody', async () => {
    await clear();
    const [team, hers] = [randomUUID(), randomUUID()];
    const body = { shortcut: 'hello', text: 'Hello' };
    expect((await put(team, { owner: 'team', ...body })).status).toBe(403);
    await put(team, { owner: 'team', ...body }, ['supervisor']);
    await put(hers, { owner: 'own', ...body }, ['supervisor']);
    const before = await list(['supervisor']);
    expect((await put(team, { owner: 'team', ...body, text: 'Else' })).status).toBe(403);
    expect(await remove(team)).toBe(403);
    expect(await remove(hers)).toBe(404);
    for (const id of [team, hers]) {
      const refused = await put(id, { owner: 'own', ...body });
      expect(refused.status).toBe(400);
      expect(await messageOf(refused)).toMatch(/^id: must not be that of/u);
    }
    expect(await list(['supervisor'])).toEqual(before);
    expect(await remove(team, ['supervisor'])).toBe(204);
  });

  test('[P9] what can’t be kept is refused by its field and rule, and nothing of it is in the refusal', async () => {
    await clear();
    await put(randomUUID(), { owner: 'own', shortcut: 'Taken', text: 'x' });
    const right = { owner: 'own', shortcut: 'hello', text: 'a text' };
    const wrong: [string, object][] = [
      ['body.owner', { owner: 'ben' }],
      ['body.shortcut', { shortcut: '' }],
      ['body.shortcut', { shortcut: '\u202e' }],
      ['body.shortcut', { shortcut: 'secret words' }],
      ['body.shortcut', { shortcut: 's'.repeat(31) }],
      ['body.shortcut', { shortcut: 'taken' }],
      ['body.text', { text: ' \n\u0000' }],
      ['body.text', { text: 't'.repeat(2001) }],
      ['body.text', { text: undefined }],
    ];
    for (const [field, change] of wrong) {
      const refused = await put(randomUUID(), { ...right, ...change });
      expect(refused.status).toBe(400);
      const message = await messageOf(refused);
      expect(message.startsWith(`${field}: `)).toBe(true);
      expect(message).not.toMatch(/secret|taken|tttt|ssss/iu);
    }
    const noId = await put('77', right);
    expect(noId.status).toBe(400);
    expect(await messageOf(noId)).toBe('id: must be a UUID');
    expect(
      (await put(randomUUID(), { ...right, text: 't'.repeat(2000), shortcut: 's'.repeat(30) })).status,
    ).toBe(200);
    for (let n = (await list()).length; n < MOST_REPLIES.own; n++)
      await admin.store.replies.put({ id: randomUUID(), owner: ANNA, shortcut: `n${n}`, text: 'x' });
    const full = await put(randomUUID(), right);
    expect(full.status).toBe(400);
    expect(await messageOf(full)).toBe('body.owner: must have less than 100 replies for one more.');
  });

  test('[P56] each change is kept, by whom and whose it is, without its words', async () => {
    await clear();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('own', 'team'), fc.uuid(), async (owner, secret) => {
        const id = randomUUID();
        const body = { owner, shortcut: secret.slice(0, 30), text: secret };
        await put(id, body, ['supervisor']);
        await put(id, { ...body, text: `${secret} else` }, ['supervisor']);
        await remove(id, ['supervisor']);
        // What is refused isn't done.
        await remove(id, ['supervisor']);
        await put(id, { ...body, text: '' }, ['supervisor']);
        const one = { who: SUE, where: expect.any(String), after: { forEverybody: owner === 'team' } };
        expect(await auditOf(id)).toEqual(
          ['reply.removed', 'reply.changed', 'reply.added'].map((what) => ({ ...one, what })),
        );
        expect(JSON.stringify(await admin.store.audit.list({ limit: 20, target: id }))).not.toContain(
          secret.slice(0, 30),
        );
      }),
      { numRuns: 25 },
    );
  });

  test('[P61] an admin who is removed leaves none behind', async () => {
    await clear();
    const id = `somebody ${randomUUID()}`;
    await admin.store.admins.seen({ id, name: 'Bo', roles: ['admin'] });
    await admin.store.replies.put({ id: randomUUID(), owner: id, shortcut: 'hello', text: 'x' });
    await admin.ask('DELETE', `/admin/api/admins?${new URLSearchParams({ id }).toString()}`, ['supervisor']);
    expect(await admin.store.replies.list(id)).toEqual([]);
  });
});
