import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Connection } from './Connection.ts';
import { Heartbeat } from './Heartbeat.ts';

/** A peer that answers its first `answers` pings. */
class FakePeer {
  slot = 0;
  missed = 0;
  closedAt: number | undefined;
  pings: number[] = [];
  readonly #answers: number;
  readonly #now: () => number;

  constructor(answers: number, now: () => number) {
    this.#answers = answers;
    this.#now = now;
  }
  ping(): void {
    this.pings.push(this.#now());
    if (this.pings.length <= this.#answers) this.missed = 0;
  }
  close(): void {
    this.closedAt ??= this.#now();
  }
}

describe('the heartbeat', () => {
  test('[P5] pings each once a turn, closes a silent peer two periods after the first ping it missed, no other', () => {
    const peer = fc.record({ joins: fc.nat(60), answers: fc.oneof(fc.nat(4), fc.constant(1000)) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.array(peer, { maxLength: 30 }), (slots, plan) => {
        let now = 0;
        const heartbeat = new Heartbeat(slots);
        const peers = plan.map(({ joins, answers }) => ({
          joins,
          answers,
          fake: new FakePeer(answers, () => now),
        }));
        const end = 60 + slots * 8;
        for (now = 0; now < end; now++) {
          for (const { joins, fake } of peers) {
            if (joins === now) heartbeat.add(fake as unknown as Connection);
            if (fake.closedAt === now - 1) heartbeat.remove(fake as unknown as Connection);
          }
          heartbeat.tick();
        }
        for (const { joins, answers, fake } of peers) {
          expect(fake.pings[0]).toBe(joins + slots - 1);
          const gaps = fake.pings.slice(1).map((at, n) => at - (fake.pings[n] ?? 0));
          expect(gaps.every((gap) => gap === slots)).toBe(true);
          const firstMissed = fake.pings[answers];
          if (answers === 1000) expect(fake.closedAt).toBeUndefined();
          else expect(fake.closedAt).toBe((firstMissed ?? 0) + 2 * slots);
        }
        expect(heartbeat.size).toBe(peers.filter(({ fake }) => fake.closedAt === undefined).length);
        expect([...heartbeat]).toHaveLength(heartbeat.size);
      }),
    );
  });
});
