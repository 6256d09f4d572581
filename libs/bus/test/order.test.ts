import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { partitionOf, type Command } from '@parley/protocol';
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
