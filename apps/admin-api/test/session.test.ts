import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Note, Session } from '@parley/protocol';
import * as fc from 'fast-check';
import { pathOf } from './support/pathOf.ts';
import { seed } from './support/seed.ts';
import { type RunningAdmin, startAdmin } from './support/startAdmin.ts';

let admin: RunningAdmin;
beforeAll(async () => {
  admin = await startAdmin();
});
afterAll(() => admin?.stop());

/** Who is on record with what about it; brief is at most two of each, since time goes on meanwhile. */
async function recordOf(target: string) {
  const kept = await admin.store.audit.list({ limit: 100, target });
  const whos = new Set(kept.map(({ who }) => who));
  const whats = [...new Set(kept.map(({ what }) => what))];
  return { whos, whats, isBrief: kept.length <= 2 * whos.size };
}

describe('GET /admin/api/sessions/:id', () => {
  test('[P62] shows each call of a model for it, how it went and what it took', async () => {
    const id = await seed(admin.store, 'caller', ['hello']);
    const about = { sessionId: id, userId: 'caller', model: 'quick', provider: 'openai' };
    const [lost, answered] = [randomUUID(), randomUUID()];
    const messageId = randomUUID();
    const first = { ...about, id: lost, messageId, attempt: 1, tried: 1, startedAt: 1000 };
    await admin.store.calls.begin({ ...first, purpose: 'answer' });
    const price = { input: 1, output: 2 };
    const second = { ...about, id: answered, tried: 2, startedAt: 2000, price };
    await admin.store.calls.begin({ ...second, purpose: 'title' });
    const tokens = { inputTokens: 10, outputTokens: 5, cachedTokens: 4, reasoningTokens: 3 };
    const failure = { error: 'provider_error', status: 503 };
    const end = { ...tokens, ...failure, estimated: true, firstTokenAt: 2500, endedAt: 3000 };
    await admin.store.calls.end(second, { ...end, outcome: 'failed' });
    const { calls } = await admin.json<{ calls: object[] }>(`/admin/api/sessions/${id}`);
    const told = { model: 'quick', provider: 'openai' };
    expect(calls).toEqual([
      {
        ...told,
        id: lost,
        purpose: 'answer',
        messageId,
        attempt: 1,
        tried: 1,
        outcome: 'unknown',
        startedAt: '1970-01-01T00:00:01.000Z',
      },
      {
        ...told,
        ...failure,
        id: answered,
        purpose: 'title',
        tried: 2,
        outcome: 'failed',
        estimated: true,
        startedAt: '1970-01-01T00:00:02.000Z',
        durationMs: 1000,
        firstTokenMs: 500,
        usage: { ...tokens, totalTokens: 15, costUsd: 20 / 1e6 },
      },
    ]);
  });

  test('[P53] has the session, its timeline by pages, and the notes about it', async () => {
    const texts = Array.from({ length: 7 }, (_, n) => `text ${n}`);
    const id = await seed(admin.store, 'talker', texts);
    const note: Note = {
      id: randomUUID(),
      sessionId: id,
      author: { id: 'a', name: 'A' },
      text: 'be kind',
      forAssistant: true,
      createdAt: new Date(0).toISOString(),
    };
    await admin.store.notes.add(note);
    const said: string[] = [];
    for (let before: string | null | undefined; before !== null;) {
      const page = await admin.json<{
        session: Session;
        messages: { items: { text: string }[]; nextCursor: string | null };
        notes: Note[];
      }>(pathOf({ before, limit: 3 }, `/admin/api/sessions/${id}`));
      expect(page.session.id).toBe(id);
      expect(page.notes).toEqual([note]);
      said.unshift(...page.messages.items.map(({ text }) => text));
      before = page.messages.nextCursor;
    }
    expect(said).toEqual(texts);
    expect(await recordOf(id)).toMatchObject({ whats: ['session.read'], isBrief: true });
    expect(await admin.store.admins.get('somebody admin')).toMatchObject({ roles: ['admin'] });
  });

  test('[P56] puts a reading from another address on record, too', async () => {
    const id = await seed(admin.store, 'read', ['hello']);
    const headers = { authorization: `Bearer ${admin.tokenOf(['admin'])}` };
    const from = async (localAddress: string): Promise<void> => {
      const asked = get(`${admin.url}/admin/api/sessions/${id}`, { headers, localAddress });
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      expect(response.resume().statusCode).toBe(200);
    };
    for (const address of ['127.0.0.1', '127.0.0.2', '127.0.0.1']) await from(address);
    const kept = await admin.store.audit.list({ limit: 9, target: id });
    expect(kept.map(({ where }) => where)).toEqual(['127.0.0.2', '127.0.0.1']);
  });

  test('[P56] puts every way of reading on record, once in a while for each admin and session', async () => {
    const way = fc.record({
      before: fc.option(fc.integer({ min: 1, max: 99_999_999 }), { nil: undefined }),
      limit: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
      role: fc.constantFrom('admin', 'supervisor'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(way, { minLength: 1, maxLength: 3 }), async (ways) => {
        const id = await seed(admin.store, 'read', ['hello']);
        const read = ({ role, ...query }: (typeof ways)[number]) =>
          admin.get(pathOf(query, `/admin/api/sessions/${id}`), [role]);
        for (const { status } of await Promise.all(ways.map(read))) expect(status).toBe(200);
        const { whos, whats, isBrief } = await recordOf(id);
        expect(whos).toEqual(new Set(ways.map(({ role }) => `somebody ${role}`)));
        expect({ whats, isBrief }).toEqual({ whats: ['session.read'], isBrief: true });
      }),
    );
  });

  test('[P53] says that there is none', async () => {
    const response = await admin.get(`/admin/api/sessions/${randomUUID()}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { category: 'not_found', code: 'session' } });
  });
});
