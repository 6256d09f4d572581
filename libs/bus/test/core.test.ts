import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OpenRequest, ParleyError, subjects, type ServerFrame } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { fromBytes, newTrace, userKey, type Bus } from '../src/index.ts';
import { nats, type Nats } from './harness.ts';

let server: Nats;
let asker: Bus;
let answerer: Bus;
beforeAll(async () => {
  server = await nats();
  [asker, answerer] = [await server.bus('asker'), await server.bus('answerer')];
});
afterAll(() => server.end());

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const pong = (): ServerFrame => ({ type: 'pong', ref: randomUUID() });

describe('frames', () => {
  test('bytes arrive as they were given, in order, with their fence beside them', async () => {
    const sessionId = randomUUID();
    const got: unknown[] = [];
    asker.subscribeOut(sessionId, (bytes, { fence }) => got.push([text(bytes), fence]));
    asker.subscribeOut(randomUUID(), () => got.push('another session’s'));
    await asker.flush();
    const frame = pong();
    answerer.publishOut(sessionId, new TextEncoder().encode('not even JSON'));
    answerer.publishOut(sessionId, frame, { fence: 7 });
    await eventually('both frames', () => got.length === 2);
    expect(got).toEqual([
      ['not even JSON', undefined],
      [JSON.stringify(frame), 7],
    ]);
  });

  test('[P53] who holds the session, and whose sockets it is not for, stand beside a frame', async () => {
    const sessionId = randomUUID();
    const [ada, ann] = [userKey('ada'), userKey('ann')];
    const got: unknown[] = [];
    asker.subscribeOut(sessionId, (_bytes, headers) => got.push(headers));
    await asker.flush();
    const nothing = {
      fence: undefined,
      holder: undefined,
      except: undefined,
      sessionId: undefined,
      gone: false,
    };
    const given = [
      {},
      { fence: 0, holder: 'nobody' },
      { fence: 3, holder: ada },
      { except: ann },
      { fence: 4, holder: ada, except: ada },
    ] as const;
    for (const headers of given) answerer.publishOut(sessionId, pong(), headers);
    await eventually('all frames', () => got.length === given.length);
    expect(got).toEqual(given.map((headers) => ({ ...nothing, ...headers })));
  });

  test('who has ended a subscription hears no more; notes and frames are apart', async () => {
    const sessionId = randomUUID();
    const got: string[] = [];
    const end = asker.subscribeOut(sessionId, () => got.push('out'));
    asker.subscribeNote(sessionId, () => got.push('note'));
    await asker.flush();
    answerer.publishOut(sessionId, pong());
    await eventually('the frame', () => got.length === 1);
    end();
    await asker.flush();
    answerer.publishOut(sessionId, pong());
    answerer.publishNote(sessionId, pong());
    await eventually('the note', () => got.includes('note'));
    expect(got).toEqual(['out', 'note']);
  });

  test('[P3] a user who is called `*` or `>` hears nobody else', async () => {
    const heard: string[] = [];
    for (const id of ['*', '>', 'ann', 'user.>']) {
      asker.subscribeUser(userKey(id), () => heard.push(id));
    }
    await asker.flush();
    answerer.publishUser(userKey('ann'), pong());
    answerer.publishUser(userKey('bob'), pong());
    answerer.publishUser(userKey('>'), pong());
    await answerer.flush();
    await asker.flush();
    expect(heard).toEqual(['ann', '>']);
    for (const id of ['*', '>', 'a b', '']) {
      expect(() => asker.subscribeOut(id, () => undefined)).toThrow();
    }
  });
});

describe('held', () => {
  test('[P6] is true where a socket of that user has the session open, on whichever gateway', async () => {
    const sessionId = randomUUID();
    const heard: unknown[] = [];
    expect(await asker.held(sessionId, userKey('ann'))).toBe(false);
    const ends = ['bob', 'ann'].map((id) =>
      answerer.subscribeOut(
        sessionId,
        (bytes) => heard.push(bytes),
        (user) => user === userKey(id),
      ),
    );
    await answerer.flush();
    expect(await asker.held(sessionId, userKey('ann'))).toBe(true);
    expect(await asker.held(sessionId, userKey('carl'))).toBe(false);
    expect(await asker.held(randomUUID(), userKey('ann'))).toBe(false);
    ends.forEach((end) => end());
    await answerer.flush();
    expect(await asker.held(sessionId, userKey('ann'))).toBe(false);
    expect(heard).toEqual([]);
  });

  test('a frame to a user’s sockets says which session it is about', async () => {
    const user = userKey(randomUUID());
    const got: unknown[] = [];
    asker.subscribeUser(user, (_bytes, { sessionId }) => got.push(sessionId));
    await asker.flush();
    const sessionId = randomUUID();
    answerer.publishUser(user, pong(), { sessionId });
    answerer.publishUser(user, pong());
    await eventually('both frames', () => got.length === 2);
    expect(got).toEqual([sessionId, undefined]);
  });
});

describe('connected', () => {
  test('[P57] is true where a socket of that user is, on whichever gateway, and nobody is sent anything', async () => {
    const [ada, eve] = [userKey(`ada ${randomUUID()}`), userKey(`eve ${randomUUID()}`)];
    const heard: unknown[] = [];
    expect(await asker.connected(ada)).toBe(false);
    const ends = [asker, answerer].map((on) => on.subscribeUser(ada, (bytes) => heard.push(bytes)));
    await Promise.all([asker.flush(), answerer.flush()]);
    expect([await asker.connected(ada), await answerer.connected(ada), await asker.connected(eve)]).toEqual([
      true,
      true,
      false,
    ]);
    ends[0]?.();
    await asker.flush();
    expect(await asker.connected(ada)).toBe(true);
    ends[1]?.();
    await answerer.flush();
    expect(await asker.connected(ada)).toBe(false);
    expect(heard).toEqual([]);
  });
});

describe('a subscriber that throws', () => {
  test('harms nobody', async () => {
    const sessionId = randomUUID();
    let got = 0;
    asker.subscribeOut(sessionId, () => {
      got++;
      throw new Error('on purpose');
    });
    await asker.flush();
    answerer.publishOut(sessionId, pong());
    answerer.publishOut(sessionId, pong());
    await eventually('both frames', () => got === 2);
    expect(server.lines.filter((line) => line.includes('on purpose'))).toHaveLength(2);
  });
});

describe('requests', () => {
  const ask = (more: Partial<{ timeoutMs: number; trace: string }> = {}) =>
    asker.request(
      subjects.sessionOpen,
      { frame: { type: 'session.open', id: randomUUID() }, user: { id: 'ann', roles: [] }, at: 1 },
      { timeoutMs: 1000, ...more },
    );

  test('are answered, with the session beside the payload and the trace along', async () => {
    const sessionId = randomUUID();
    const trace = newTrace();
    const end = answerer.respond(subjects.sessionOpen, { queue: 'workers' }, (payload, context) => {
      const { user } = fromBytes(OpenRequest, payload);
      return { payload: { hello: user.id, trace: context.trace }, sessionId };
    });
    await answerer.flush();
    const reply = await ask({ trace });
    expect(reply).toMatchObject({ kind: 'answer', sessionId });
    expect(reply.kind === 'answer' && text(reply.payload)).toBe(JSON.stringify({ hello: 'ann', trace }));
    end();
    await answerer.flush();
  });

  test('[P53] are answered with whose the session is, who holds it and under which fence', async () => {
    const [subject, ada] = [subjects.sessionWatch, userKey('ada')];
    const given = [
      {},
      { foreign: true },
      { foreign: true, fence: 0, holder: 'nobody' },
      { fence: 12, holder: ada },
    ] as const;
    for (const answer of given) {
      const end = answerer.respond(subject, {}, () => ({ payload: {}, ...answer }));
      await answerer.flush();
      expect(await asker.request(subject, {}, { timeoutMs: 1000 })).toEqual({
        kind: 'answer',
        payload: expect.anything(),
        sessionId: undefined,
        foreign: false,
        fence: undefined,
        holder: undefined,
        ...answer,
      });
      end();
      await answerer.flush();
    }
  });

  test('that reach nobody say so at once', async () => {
    expect(await asker.request(subjects.turnSnapshot(randomUUID()), {}, { timeoutMs: 3000 })).toEqual({
      kind: 'nobody',
    });
  });

  test('that aren’t answered in time are service/timeout', async () => {
    const subject = subjects.stop(randomUUID());
    const end = answerer.respond(subject, {}, () => new Promise(() => undefined));
    await answerer.flush();
    await expect(asker.request(subject, {}, { timeoutMs: 150 })).rejects.toMatchObject({
      category: 'service',
      code: 'timeout',
    });
    end();
  });

  test('throw what the responder threw; the unforeseen arrives as service/internal without its message', async () => {
    const conflict = new ParleyError('conflict', 'taken', 'Somebody – ü – else has it.');
    for (const [thrown, code, message] of [
      [conflict, 'taken', conflict.message],
      [new Error('stack of secrets'), 'internal', expect.not.stringContaining('secrets')],
    ] as const) {
      const subject = subjects.stop(randomUUID());
      answerer.respond(subject, {}, () => {
        throw thrown;
      });
      await answerer.flush();
      await expect(asker.request(subject, {}, { timeoutMs: 1000 })).rejects.toMatchObject({ code, message });
    }
  });

  test('of one queue go to one responder each, and over its limit are refused', async () => {
    const subject = subjects.stop(randomUUID());
    const counts = [0, 0];
    for (const [n, on] of [asker, answerer].entries()) {
      on.respond(subject, { queue: 'q', limit: 2 }, async () => {
        counts[n] = (counts[n] ?? 0) + 1;
        await delay(300);
        return { payload: {} };
      });
    }
    await Promise.all([asker.flush(), answerer.flush()]);
    const replies = await Promise.allSettled(
      Array.from({ length: 20 }, () => asker.request(subject, {}, { timeoutMs: 2000 })),
    );
    const answered = replies.filter(({ status }) => status === 'fulfilled').length;
    expect(answered).toBe((counts[0] ?? 0) + (counts[1] ?? 0));
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect(answered).toBeGreaterThan(0);
  });
});

describe('inbox', () => {
  test('tells each outcome with the frame it belongs to, and only its own', async () => {
    const [mine, other] = [asker.inbox(), answerer.inbox()];
    const got: [string, string][] = [];
    mine.onReply((frameId, bytes) => got.push([frameId, text(bytes)]));
    other.onReply(() => got.push(['not', 'mine']));
    await asker.flush();
    const frames = [randomUUID(), randomUUID()];
    for (const id of frames) answerer.reply(mine.subjectFor(id), { ok: true });
    await eventually('both outcomes', () => got.length === 2);
    expect(got).toEqual(frames.map((id) => [id, '{"ok":true}']));
    mine.close();
    other.close();
  });

  test.each(['out.x', '_INBOX.*', '_INBOX.a.>', '_INBOX.a.b c', ''])(
    'nothing is replied to `%s`',
    (subject) => {
      expect(() => asker.reply(subject, {})).toThrow('replyTo');
    },
  );

  test('a frame id that is no UUID gets no subject', () => {
    expect(() => asker.inbox().subjectFor('*')).toThrow();
  });
});
