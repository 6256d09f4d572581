import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cleanText, ParleyError, type Session, SessionName, type WireError } from '@parley/protocol';
import { anyText, eventually } from '@parley/testing';
import { assert, asyncProperty, constantFrom } from 'fast-check';
import { seed } from './support/seed.ts';
import { type Hand, startHand } from './support/startHand.ts';
import { type RunningWeb, startWeb } from './support/startWeb.ts';

let web: RunningWeb;
let hand: Hand;
beforeAll(async () => {
  web = await startWeb();
  hand = await startHand(web.natsUrl, web.store);
});
afterAll(async () => {
  await hand?.stop();
  await web?.stop();
});

const USER = 'owner';
const sessionOf = async (response: Response): Promise<Session> =>
  ((await response.json()) as { session: Session }).session;
const errorOf = async (response: Response): Promise<WireError> =>
  ((await response.json()) as { error: WireError }).error;

describe('PATCH /api/sessions/:id', () => {
  test('[P49] a user’s own name, in any script, goes through the queue and is answered as it is kept', async () => {
    const id = await seed(web.store, USER, ['hello']);
    await assert(
      asyncProperty(
        anyText().filter((text) => SessionName.safeParse(text).success),
        async (name) => {
          const response = await web.ask('PATCH', `/api/sessions/${id}`, USER, { name });
          expect(response.status).toBe(200);
          const session = await sessionOf(response);
          expect(session.name).toBe(cleanText(name).replace(/\s+/gu, ' ').trim());
          expect(hand.commands.at(-1)).toMatchObject({
            frame: { type: 'session.rename', sessionId: id, name: session.name },
            user: { id: USER },
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('puts away and takes out again, and the list follows', async () => {
    const user = `tidy ${randomUUID()}`;
    const id = await seed(web.store, user, ['hello']);
    const listed = async (archived: string): Promise<string[]> => {
      const response = await web.get(`/api/sessions${archived}`, user);
      return ((await response.json()) as { items: Session[] }).items.map((item) => item.id);
    };
    const patched = await web.ask('PATCH', `/api/sessions/${id}`, user, { name: 'Both', archived: true });
    expect(await sessionOf(patched)).toMatchObject({ name: 'Both', archived: true });
    expect(await listed('')).toEqual([]);
    expect(await listed('?archived=true')).toEqual([id]);
    expect(await listed('?archived=all')).toEqual([id]);
    await web.ask('PATCH', `/api/sessions/${id}`, user, { archived: false });
    expect(await listed('?archived=false')).toEqual([id]);
    expect(await listed('?archived=true')).toEqual([]);
  });

  test('[P33] what is wrong with a change is told by field and rule, and nothing is queued', async () => {
    const id = await seed(web.store, USER, ['hello']);
    const before = hand.commands.length;
    const wrong: [body: unknown, field: string][] = [
      [{}, 'name or archived'],
      [[], 'body'],
      [{ name: '' }, 'body.name'],
      [{ name: ' \n ' }, 'body.name'],
      [{ name: 'x'.repeat(61) }, 'body.name'],
      [{ name: null }, 'body.name'],
      [{ name: 1 }, 'body.name'],
      [{ archived: 'yes' }, 'body.archived'],
      [{ name: 'fine', archived: 1 }, 'body.archived'],
      [{ name: 'fine', state: 'ended' }, 'state'],
    ];
    await assert(
      asyncProperty(constantFrom(...wrong), async ([body, field]) => {
        const response = await web.ask('PATCH', `/api/sessions/${id}`, USER, body);
        expect(response.status).toBe(400);
        const error = await errorOf(response);
        expect(error).toMatchObject({ category: 'validation', code: 'invalid_field', recoverable: true });
        expect(error.message).toContain(field);
      }),
    );
    expect((await web.ask('PATCH', '/api/sessions/x', USER, { name: 'y' })).status).toBe(400);
    expect(hand.commands.length).toBe(before);
  });

  test('what a worker refuses is answered as it is', async () => {
    const id = await seed(web.store, USER, ['hello']);
    hand.refuseNext(new ParleyError('conflict', 'already_ended', 'It has ended.'));
    const response = await web.ask('PATCH', `/api/sessions/${id}`, USER, { name: 'Late' });
    expect(response.status).toBe(409);
    expect(await errorOf(response)).toMatchObject({ category: 'conflict', code: 'already_ended' });
  });
});

describe('DELETE /api/sessions/:id', () => {
  test('is done when answered, and says from where it was asked for', async () => {
    const id = await seed(web.store, USER, ['hello']);
    const forged = { 'x-forwarded-for': '198.51.100.7' };
    const response = await web.ask('DELETE', `/api/sessions/${id}`, USER, undefined, forged);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(hand.commands.at(-1)).toMatchObject({
      frame: { type: 'session.delete', sessionId: id, reason: 'deleted' },
      from: '127.0.0.1',
    });
  });
});

test('[P3] another user’s session can’t be changed, deleted or taken away, and nothing is queued', async () => {
  const id = await seed(web.store, USER, ['secret']);
  const before = hand.commands.length;
  for (const path of [`/api/sessions/${id}`, `/api/sessions/${randomUUID()}`]) {
    for (const response of [
      await web.ask('PATCH', path, 'stranger', { name: 'Mine' }),
      await web.ask('DELETE', path, 'stranger'),
      await web.get(`${path}/export`, 'stranger'),
    ]) {
      expect(response.status).toBe(404);
      expect(await errorOf(response)).toMatchObject({ category: 'not_found', code: 'session' });
    }
  }
  expect(hand.commands.length).toBe(before);
});

test('while the queue is away changes are refused, history is read, and readiness names it', async () => {
  const id = await seed(web.store, USER, ['still here']);
  await web.stopNats();
  await eventually('readiness names nats', async () => {
    const response = await web.get('/readyz');
    return response.status === 503 && (await response.text()).includes('"nats"');
  });
  for (const response of [
    await web.ask('PATCH', `/api/sessions/${id}`, USER, { name: 'Now' }),
    await web.ask('DELETE', `/api/sessions/${id}`, USER),
  ]) {
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await errorOf(response)).toMatchObject({ category: 'service', code: 'unavailable' });
  }
  expect((await web.get(`/api/sessions/${id}/export`, USER)).status).toBe(200);
  await web.startNats();
  await eventually('it is ready again', async () => (await web.get('/readyz')).status === 200, {
    timeoutMs: 20_000,
  });
  expect((await web.ask('PATCH', `/api/sessions/${id}`, USER, { name: 'Later' })).status).toBe(200);
});
