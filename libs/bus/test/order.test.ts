import { randomUUID } from 'node:crypto';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { partitionOf, subjects, type Command, type ServerFrame } from '@parley/protocol';
import { eventually } from '@parley/testing';
import * as fc from 'fast-check';
import { verdict, type Bus, type Verdict } from '../src/index.ts';
import { command, nats, textOf, type Nats } from './harness.ts';

let server: Nats;
let buses: Bus[];
beforeAll(async () => {
  server = await nats();
  buses = [await server.bus(), await server.bus()];
  await buses[0]?.ensureStreams();
});
afterAll(() => server.end());

const anyRetries = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 8 });

test('[P12] for any sessions and any retries, on two workers, each session is handled in the order published', async () => {
  let retries = new Map<string, number>();
  let handled: Command[] = [];
  const inHand = new Set<number>();
  const handler = async (got: Command, { deliveries }: { deliveries: number }): Promise<Verdict> => {
    const partition = partitionOf(got.frame.sessionId);
    expect(inHand.has(partition)).toBe(false);
    inHand.add(partition);
    await Promise.resolve();
    inHand.delete(partition);
    if (deliveries <= (retries.get(got.frame.id) ?? 0)) return verdict.retry(deliveries - 1);
    handled.push(got);
    return verdict.done;
  };
  const running = buses.map((bus) => bus.consumeCommands({ handler }));
  await fc.assert(
    fc.asyncProperty(fc.array(anyRetries, { minLength: 1, maxLength: 4 }), async (plan) => {
      retries = new Map();
      handled = [];
      const sent = plan.map((counts) => {
        const sessionId = randomUUID();
        return counts.map((count, n) => {
          const one = command(sessionId, `n${n}`);
          retries.set(one.frame.id, count);
          return one;
        });
      });
      await Promise.all(
        sent.map(async (session, n) => {
          for (const one of session) await buses[n % 2]?.publishCommand(one);
        }),
      );
      await eventually('all of them', () => handled.length === sent.flat().length, { everyMs: 1 });
      for (const session of sent) {
        const id = session[0]?.frame.sessionId;
        expect(handled.filter(({ frame }) => frame.sessionId === id).map(textOf)).toEqual(
          session.map(textOf),
        );
      }
    }),
    { numRuns: 100 },
  );
  await Promise.all(running.map((one) => one.stop()));
});

test('[P12] frames, outcomes, questions and answers arrive in the order in which one connection sent them', async () => {
  const [sender, receiver] = buses as [Bus, Bus];
  const sessionId = randomUUID();
  let got: string[] = [];
  const text = (bytes: Uint8Array): string => JSON.parse(Buffer.from(bytes).toString()).ref as string;
  const pong = (ref: string): ServerFrame => ({ type: 'pong', ref });
  const inbox = receiver.inbox();
  const replyTo = inbox.subjectFor(randomUUID());
  inbox.onReply((_id, bytes) => got.push(text(bytes)));
  receiver.subscribeOut(sessionId, (bytes) => got.push(text(bytes)));
  receiver.subscribeNote(sessionId, (bytes) => got.push(text(bytes)));
  receiver.respond(subjects.sessionOpen, {}, (payload) => {
    got.push(text(payload));
    return { payload: {} };
  });
  await receiver.flush();
  const question = subjects.turnSnapshot(sessionId);
  let answered: string;
  sender.respond(question, {}, () => ({ payload: pong(answered) }));
  await sender.flush();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('out', 'note', 'reply', 'request', 'answer', 'turn'), { maxLength: 60 }),
      async (ways) => {
        got = [];
        const asked: Promise<unknown>[] = [];
        const sent: string[] = [];
        for (const [at, way] of ways.entries()) {
          const ref = `${at} ${way}`;
          if (way === 'turn') await turnOfTheLoop();
          else sent.push(ref);
          if (way === 'out') sender.publishOut(sessionId, pong(ref));
          if (way === 'note') sender.publishNote(sessionId, pong(ref));
          if (way === 'reply') sender.reply(replyTo, pong(ref));
          if (way === 'request')
            asked.push(sender.request(subjects.sessionOpen, { ref }, { timeoutMs: 5_000 }));
          if (way === 'answer') {
            answered = ref;
            const reply = await receiver.request(question, {}, { timeoutMs: 5_000 });
            if (reply.kind === 'answer') got.push(text(reply.payload));
          }
        }
        await Promise.all(asked);
        await eventually('all of it', () => got.length === sent.length, { everyMs: 1 });
        expect(got).toEqual(sent);
      },
    ),
    { numRuns: 100 },
  );
});
