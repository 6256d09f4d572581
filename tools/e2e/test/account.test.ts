import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerFrame } from '@parley/protocol';
import { eventually } from '@parley/testing';
import { Account } from './support/Account.ts';
import { dumpDatabase } from './support/dumpDatabase.ts';
import { RawPeer } from './support/RawPeer.ts';
import { startStack, type Stack } from './support/startStack.ts';

let stack: Stack;
const peers = new Set<RawPeer>();
beforeAll(async () => {
  stack = await startStack({ replicas: { 'ws-gateway': 2, 'llm-worker': 2 } });
}, 180_000);
afterAll(async () => {
  for (const peer of peers) peer.close();
  await stack?.end();
});

/** A socket of this account on the first or the second gateway. */
async function connect({ token }: Account, n = 1): Promise<RawPeer> {
  const { url } = stack.parley.runFile('ws-gateway', n);
  const peer = await RawPeer.connect(`${url.replace('http', 'ws')}/ws`, { token });
  peers.add(peer);
  return peer;
}

async function open(peer: RawPeer, which: { sessionId: string } | { new: true }): Promise<string> {
  const opened = await peer.ask({ type: 'session.open', ...which });
  if (opened.type !== 'session.opened') throw new Error(`not opened: ${JSON.stringify(opened)}`);
  return opened.sessionId;
}

/** Says something in a session; when it resolves the answer is there, or has begun. */
async function say(peer: RawPeer, sessionId: string, text: string, until: 'begun' | 'ended'): Promise<void> {
  const id = randomUUID();
  expect(await peer.ask({ type: 'message.send', sessionId, text }, id)).toMatchObject({ type: 'ack' });
  await eventually('an answer', () =>
    peer.frames.some((frame) =>
      until === 'ended'
        ? frame.type === 'message.ended' && frame.message.replyTo === id
        : frame.type === 'message.delta' && frame.sessionId === sessionId,
    ),
  );
}

const isEnded = (sessionId: string) => (frame: ServerFrame) =>
  frame.type === 'session.ended' && frame.sessionId === sessionId && frame.reason === 'deleted';

const statusOf = async (response: Promise<Response>): Promise<number> => {
  const { status, body } = await response;
  await body?.cancel();
  return status;
};

describe('a user and their sessions', () => {
  test('[E7] list, search, open, rename, export, delete: over HTTP, with every socket told', async () => {
    const word = `kestrel${randomUUID().slice(0, 8)}`;
    const account = await Account.signIn(stack.url);
    const [peer, elsewhere] = [await connect(account), await connect(account, 2)];
    const first = await open(peer, { new: true });
    await say(peer, first, `/echo the ${word} flies`, 'ended');
    const second = await open(peer, { new: true });
    await say(peer, second, '/echo something else', 'ended');
    expect((await account.sessions()).map(({ id }) => id)).toEqual([second, first]);

    expect(await account.sessions(`q=${word.toUpperCase()}`)).toEqual([
      expect.objectContaining({
        id: first,
        match: expect.objectContaining({ seq: 2, passage: `the ${word} flies` }),
      }),
    ]);

    const renamed = await account.ask('PATCH', `/api/sessions/${first}`, { name: 'Birds of prey' });
    expect(await renamed.json()).toMatchObject({ session: { id: first, name: 'Birds of prey' } });
    await eventually('another tab hears the name', () =>
      elsewhere.frames.some(
        (frame) => frame.type === 'session.updated' && frame.session.name === 'Birds of prey',
      ),
    );
    await account.ask('PATCH', `/api/sessions/${second}`, { archived: true });
    expect((await account.sessions()).map(({ id }) => id)).toEqual([first]);

    const exported = await (await account.get(`/api/sessions/${first}/export?format=md`)).text();
    expect(exported).toMatch(/^# Birds of prey\n/);
    expect(exported).toContain(`\nthe ${word} flies\n`);
    const archive = await (await account.get('/api/me/export')).bytes();
    expect(Buffer.from(archive.subarray(0, 4)).toString('latin1')).toBe('PK\u0003\u0004');
    expect(Buffer.from(archive).includes(`${first}.md`)).toBe(true);

    await open(elsewhere, { sessionId: first });
    expect(await statusOf(account.ask('DELETE', `/api/sessions/${first}`))).toBe(204);
    expect(await statusOf(account.get(`/api/sessions/${first}`))).toBe(404);
    expect(await statusOf(account.ask('DELETE', `/api/sessions/${first}`))).toBe(404);
    for (const socket of [peer, elsewhere])
      await eventually('it hears of the end', () => socket.frames.some(isEnded(first)));
    expect(await account.sessions(`archived=all&q=${word}`)).toEqual([]);
    expect((await account.sessions('archived=all')).map(({ id }) => id)).toEqual([second]);
    const again = await elsewhere.ask({ type: 'session.open', sessionId: first });
    expect(again).toMatchObject({ type: 'error', error: { category: 'not_found', code: 'session' } });
  });

  test('who erases everything, in the middle of an answer, is gone when it is answered and may come back', async () => {
    const account = await Account.signIn(stack.url);
    const other = await Account.signIn(stack.url);
    const [peer, elsewhere, stranger] = [
      await connect(account),
      await connect(account, 2),
      await connect(other),
    ];
    const kept = await open(stranger, { new: true });
    await say(stranger, kept, '/echo stays', 'ended');
    const quiet = await open(elsewhere, { new: true });
    await say(elsewhere, quiet, '/echo over', 'ended');
    const busy = await open(peer, { new: true });
    await say(peer, busy, '/slow 100', 'begun');

    expect(await statusOf(account.ask('DELETE', '/api/me'))).toBe(204);
    const told = peer.frames.length;
    expect(await account.sessions('archived=all')).toEqual([]);
    for (const id of [quiet, busy]) {
      expect(await statusOf(account.get(`/api/sessions/${id}/messages`))).toBe(404);
      for (const socket of [peer, elsewhere])
        await eventually('it hears of the end', () => socket.frames.some(isEnded(id)));
    }
    const dump = await dumpDatabase(stack.parley, stack.outsideDatabase);
    for (const id of [quiet, busy]) expect(dump).not.toContain(`${id}:`);
    expect(dump).toContain('user.erased');

    const fresh = await open(peer, { new: true });
    await say(peer, fresh, '/echo back again', 'ended');
    expect(peer.frames.slice(told).filter(({ type }) => type === 'message.delta')).not.toContainEqual(
      expect.objectContaining({ sessionId: busy }),
    );
    expect((await account.sessions()).map(({ id, name }) => ({ id, name }))).toEqual([
      { id: fresh, name: expect.stringContaining('back again') },
    ]);
    await stack.restart();
    expect((await account.messages(fresh)).map(({ text }) => text)).toEqual([
      '/echo back again',
      'back again',
    ]);
    expect((await other.messages(kept)).map(({ text }) => text)).toEqual(['/echo stays', 'stays']);
  });
});
