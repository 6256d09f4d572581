import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServerFrame, ServerFrameOf, Session } from '@parley/protocol';
import { eventually, seededRandom } from '@parley/testing';
import { Account } from './support/Account.ts';
import { killHard } from './support/killHard.ts';
import { RawPeer } from './support/RawPeer.ts';
import { seed } from './support/seed.ts';
import { startStack, type Stack } from './support/startStack.ts';

const GATEWAYS = [1, 2, 3];
const WINDOW_MS = 3_000;

let stack: Stack;
beforeAll(async () => {
  const env = {
    RATE_MESSAGES: '100000/1m',
    RATE_CONNECTIONS: '100000/1m',
    RATE_HANDSHAKES: '100000/1m',
    SESSION_CONTINUITY: `${WINDOW_MS}ms`,
    SESSION_SWEEP: '100ms',
  };
  stack = await startStack({ replicas: { 'ws-gateway': 3, 'llm-worker': 2 }, env });
}, 180_000);
afterAll(() => stack?.end(), 30_000);

/** Connects to one of the gateways. */
const connect = (n: number, { token }: Account): Promise<RawPeer> =>
  RawPeer.connect(`${stack.parley.runFile('ws-gateway', n).url?.replace('http', 'ws')}/ws`, { token });

/** Sends a frame until what becomes of it is known, as every client does. */
async function insist(peer: RawPeer, frame: object): Promise<ServerFrame> {
  const id = randomUUID();
  for (let tried = 0; ; tried++) {
    const from = peer.frames.length;
    peer.send({ ...frame, id });
    const answer = await eventually(
      'an answer',
      () => peer.frames.slice(from).find((one) => 'ref' in one && one.ref === id),
      { timeoutMs: 15_000 },
    );
    if (answer.type !== 'error' || answer.error.category !== 'service' || tried === 10) return answer;
  }
}
async function opened(peer: RawPeer, frame: object = {}): Promise<Session> {
  const answer = await insist(peer, { type: 'session.open', ...frame });
  if (answer.type !== 'session.opened') throw new Error(JSON.stringify(answer));
  return answer.session;
}
/** Waits until what was acked is kept. */
async function handled(account: Account, { sessionId = '', messageId }: ServerFrameOf<'ack'>): Promise<void> {
  await eventually(
    'what was acked is kept',
    async () => (await account.messages(sessionId)).some(({ id }) => id === messageId),
    { timeoutMs: 20_000 },
  );
}
async function sessionsOf(account: Account): Promise<Session[]> {
  const { items } = (await (await account.get('/api/sessions?limit=100')).json()) as { items: Session[] };
  return items;
}
const activeOf = async (account: Account): Promise<string[]> =>
  (await sessionsOf(account)).filter(({ state }) => state === 'active').map(({ id }) => id);

describe('three gateways and two workers', () => {
  test('[P48] make one session for 50 sockets of a user that open at once', async () => {
    const account = await Account.signIn(stack.url);
    const peers = await Promise.all(Array.from({ length: 50 }, (_, at) => connect((at % 3) + 1, account)));
    const sessions = await Promise.all(peers.map((peer) => opened(peer)));
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(1);
    expect((await sessionsOf(account)).map(({ id }) => id)).toEqual([sessions[0]?.id]);
    peers.forEach((peer) => peer.close());
  });

  test.each([
    ['', undefined],
    [', with a worker killed in the middle', 1],
    [', with the other worker killed in the middle', 2],
  ])(
    '[P48] leave one session active, whatever opens, opens anew and sends at once%s',
    async (_, victim) => {
      const random = seededRandom(seed('one session'));
      const account = await Account.signIn(stack.url);
      const peers = await Promise.all(GATEWAYS.flatMap((n) => [n, n, n]).map((n) => connect(n, account)));
      for (let round = 0; round < 3; round++) {
        const ids: string[] = [];
        for (const peer of peers.slice(0, 3)) ids.push((await opened(peer, { new: true })).id);
        for (const [at, peer] of peers.entries()) await opened(peer, { sessionId: ids[at % 3] });
        const doing = peers.map((peer, at) => {
          const sessionId = ids[at % 3] ?? '';
          const what = random();
          if (what < 0.25) return insist(peer, { type: 'session.open' });
          if (what < 0.5) return insist(peer, { type: 'session.open', new: true });
          if (what < 0.7) return insist(peer, { type: 'session.open', sessionId });
          return insist(peer, { type: 'message.send', sessionId, text: '/echo here' });
        });
        if (victim !== undefined && round === 1) await killHard(stack.parley, 'llm-worker', victim);
        const answers = await Promise.all(doing);
        // What was acked is handled later, maybe by another worker than the one that died: it makes its session active.
        for (const answer of answers) if (answer.type === 'ack') await handled(account, answer);
        const probe = peers[0];
        if (!probe) throw new Error('nobody came');
        await eventually('one is active', async () => (await activeOf(account)).length === 1, {
          timeoutMs: 15_000,
        });
        const [active] = await activeOf(account);
        expect((await opened(probe)).id).toBe(active);
        expect(await activeOf(account)).toEqual([active]);
      }
      peers.forEach((peer) => peer.close());
    },
    90_000,
  );

  test('[P6][P18] a gateway killed with a socket open ends no session before its window is over', async () => {
    const account = await Account.signIn(stack.url);
    const held = await connect(1, account);
    const { id } = await opened(held);
    const begun = Date.now();
    await eventually('more than the window has passed', () => Date.now() - begun > 2 * WINDOW_MS, {
      timeoutMs: 3 * WINDOW_MS,
    });
    expect(await activeOf(account)).toEqual([id]);
    const killedAt = Date.now();
    await killHard(stack.parley, 'ws-gateway', 1);
    const back = await connect(2, account);
    expect((await opened(back)).id).toBe(id);
    expect(Date.now() - killedAt).toBeLessThan(WINDOW_MS);
    back.close();
    const ended = await eventually(
      'it is ended',
      async () => (await sessionsOf(account)).find(({ state }) => state === 'ended'),
      { timeoutMs: 4 * WINDOW_MS },
    );
    expect(ended.id).toBe(id);
    const at = (time: string | undefined): number => Date.parse(time ?? '');
    expect(at(ended.endedAt) - at(ended.lastActivityAt)).toBe(WINDOW_MS);
    expect(ended.durationMs).toBe(at(ended.endedAt) - at(ended.createdAt));
    const late = await connect(3, account);
    expect((await opened(late)).id).not.toBe(id);
    late.close();
  });
});
