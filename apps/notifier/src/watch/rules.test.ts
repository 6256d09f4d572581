import { describe, expect, test } from '@jest/globals';
import type { DeadLetter, QueueDepth } from '@parley/bus';
import * as fc from 'fast-check';
import { createErrorRate } from './createErrorRate.ts';
import { createLetterWatch } from './createLetterWatch.ts';
import { queueFindings } from './queueFindings.ts';

const AT = 1_700_000_000_000;
const depth = (more: Partial<QueueDepth>): QueueDepth => ({
  stream: 'CHAT',
  messages: 1,
  bytes: 1,
  maxBytes: 100,
  lastSeq: 1,
  inHand: 0,
  redelivered: 0,
  ...more,
});
const rulesOf = (...depths: QueueDepth[]) => queueFindings(depths, 60_000, AT).map(({ rule }) => rule);

describe('the queue', () => {
  test('[P38] nearly full is told of those that refuse what is beyond', () => {
    expect(rulesOf(depth({ bytes: 79 }), depth({ stream: 'DEAD', bytes: 99 }))).toEqual([]);
    expect(rulesOf(depth({ bytes: 80 }), depth({ stream: 'NOTIFY', bytes: 100 }))).toEqual([
      'queue-full.CHAT',
      'queue-full.NOTIFY',
    ]);
    expect(rulesOf(depth({ maxBytes: -1, bytes: 1e9 }))).toEqual([]);
  });

  test('[P38] a command that waits too long is told, an answer that takes long isn’t', () => {
    const since = (ms: number) => ({ oldest: new Date(AT - ms) });
    expect(rulesOf(depth(since(60_000)), depth({ stream: 'TURNS', ...since(600_000) }))).toEqual([]);
    expect(rulesOf(depth(since(60_001)))).toEqual(['queue-old.CHAT']);
  });
});

describe('the error rate', () => {
  test('[P38] finds the services that logged more than n within the time, whatever they logged before', () => {
    const event = fc.record({
      service: fc.constantFrom('a', 'b'),
      errors: fc.integer({ min: 1, max: 9 }),
      wait: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), fc.integer({ min: 1, max: 30 }), (events, n) => {
        const rate = createErrorRate({ n, perMs: 100 });
        let at = AT;
        const all: { service: string; errors: number; at: number }[] = [];
        for (const { service, errors, wait } of events) {
          at += wait;
          rate.add({ service, errors }, at);
          all.push({ service, errors, at });
          const sums = Map.groupBy(
            all.filter((one) => one.at > at - 100),
            (one) => one.service,
          );
          const wanted = [...sums]
            .filter(([, some]) => some.reduce((sum, one) => sum + one.errors, 0) > n)
            .map(([name]) => `errors.${name}`);
          expect(
            rate
              .findings(at)
              .map(({ rule }) => rule)
              .toSorted(),
          ).toEqual(wanted.toSorted());
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('dead letters', () => {
  const letter = (seq: number, at: number, subject = 'chat.1.x'): DeadLetter => ({
    seq,
    subject,
    reason: 'broken',
    at: new Date(at),
    deliveries: 1,
    trace: '',
    size: 1,
  });

  test('[P38] new ones are told together, until they were told; neither old ones nor alerts that couldn’t be told', async () => {
    const letters = [letter(3, AT - 1), letter(5, AT), letter(6, AT, 'notify.alert')];
    const list = async ({ after = 0, limit = 100 } = {}) =>
      letters.filter(({ seq }) => seq > after).slice(0, limit);
    const watch = createLetterWatch({ list }, AT);
    expect((await watch.finding(letters.at(-1)?.seq ?? 0))?.details).toEqual({ letters: 1, first: 5 });
    for (let seq = 7; seq < 207; seq++) letters.push(letter(seq, AT));
    expect((await watch.finding(letters.at(-1)?.seq ?? 0))?.details).toEqual({ letters: 201, first: 5 });
    watch.told();
    expect(await watch.finding(letters.at(-1)?.seq ?? 0)).toBeUndefined();
    letters.push(letter(300, AT));
    expect((await watch.finding(letters.at(-1)?.seq ?? 0))?.details).toEqual({ letters: 1, first: 300 });
  });
});
