import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { plainAddress } from '@parley/http';
import { ClientFrame, type Command } from '@parley/protocol';
import { anyOf } from '@parley/protocol/test/anyOf';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import type { FakeWorker } from './FakeWorker.ts';
import { Stack, tokenFor, tokenWith, type Running } from './harness.ts';
import type { Peer } from './Peer.ts';

let stack: Stack;
let worker: FakeWorker;
let behindProxy: Running;
let alone: Running;
beforeAll(async () => {
  stack = await Stack.start();
  worker = await stack.worker();
  behindProxy = await stack.gateway({ TRUST_PROXY: 'true' });
  alone = await stack.gateway();
});
afterAll(() => stack.end());

const OWN = '127.0.0.1';
/** What workers are asked through other ways than a session’s queue. */
const ASKED = ['session.open', 'admin.watch', 'admin.suggest'];
/** A user’s message is nothing that an audit knows of. */
const TYPES = ClientFrame.options
  .map((option) => option.shape.type.value)
  .filter((type) => /^(admin|help)\./u.test(type) && type !== 'admin.unwatch')
  .concat('session.open');

const anyHop = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('', 'unknown', '203.0.113.9:5100', '_x', '999.1.1.1'),
);
const isAddress = (hop: string): boolean => !/unknown|:5100|_x|999/u.test(hop);

async function opened(peer: Peer): Promise<string> {
  await peer.next('welcome');
  const answer = await peer.ask({ type: 'session.open', new: true });
  if (answer.type !== 'session.opened') throw new Error(JSON.stringify(answer));
  return answer.session.id;
}

/** Who asked, and from where, as the worker was told of a frame. */
async function toldOf({ id, type, sessionId }: ClientFrame & { sessionId: string }) {
  const found = (): Pick<Command, 'user' | 'from'> | undefined => {
    if (type === 'session.open') return worker.opens.find(({ frame }) => frame.id === id);
    const asked = type === 'admin.watch' ? worker.watches : worker.drafts;
    if (ASKED.includes(type)) return asked.findLast((one) => one.sessionId === sessionId);
    return worker.commands.find(({ frame }) => frame.id === id);
  };
  const { user, from } = await eventually(`${type} came`, found);
  return { who: user.id, from };
}

describe('what an audit has of whoever asks over a socket', () => {
  test.each(TYPES)(
    '[P56] %s says from where, as the nearest trusted proxy saw it, and never as the client says',
    async (type) => {
      const option = ClientFrame.options.find((one) => one.shape.type.value === type) ?? ClientFrame;
      const anyAttempt = fc.record({
        frame: anyOf<ClientFrame>(option),
        hops: fc.array(anyHop, { maxLength: 3 }),
        isTrusted: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(anyAttempt, async ({ frame, hops, isTrusted }) => {
          const who = randomUUID();
          const token = type.startsWith('admin.') ? tokenWith(who, ['admin']) : tokenFor(who);
          const headers = hops.length > 0 ? { 'x-forwarded-for': hops.join(', ') } : {};
          const peer = (isTrusted ? behindProxy : alone).connect(token, { headers });
          const sessionId = await opened(peer);
          const asked = { ...frame, id: randomUUID(), sessionId };
          peer.send(asked);
          const last = hops.findLast(Boolean);
          const from = isTrusted && last !== undefined && isAddress(last) ? plainAddress(last) : OWN;
          expect(await toldOf(asked)).toEqual({ who, from });
          await peer.close();
        }),
        { numRuns: 25 },
      );
    },
    60_000,
  );
});
