import { expect, test } from '@jest/globals';
import { seededRandom } from '@parley/testing';
import * as fc from 'fast-check';
import { targetOf, type Fault } from '../src/faults/Fault.ts';
import { killsOf, planFaults, type Round } from '../src/faults/planFaults.ts';

const replicas = (service: string) => [1, 2].map((n) => ({ service, n }));
const TARGETS = {
  services: ['ws-gateway', 'llm-worker', 'web'].flatMap(replicas),
  servers: ['nats', 'database'].map((service) => ({ service, n: 1 })),
  lines: ['a', 'b', 'c'],
};

const first = (seed: number, rounds: number): Round[] =>
  planFaults(TARGETS, seededRandom(seed)).take(rounds).toArray();

test('the same seed gives the same faults, another one others', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(first(seed, 20)).toEqual(first(seed, 20));
      expect(first(seed, 20)).not.toEqual(first(seed + 1, 20));
    }),
  );
});

test('nothing is hit twice at once, and nothing for longer than its bound', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      for (const round of first(seed, 60)) {
        expect(round.length).toBeGreaterThan(0);
        expect(new Set(round.map(targetOf)).size).toBe(round.length);
        for (const fault of round) {
          expect(fault.afterMs).toBeLessThanOrEqual(800);
          if ('lastsMs' in fault) expect(fault.lastsMs).toBeLessThanOrEqual(8000);
        }
      }
    }),
  );
});

test('everything is killed at once now and then, which counts as nobody’s kill', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const faults = first(seed, 200).flat();
      const blackouts = faults.filter((fault) => fault.kind === 'blackout');
      expect(blackouts.length).toBeGreaterThan(0);
      for (const { targets } of blackouts) expect(targets).toHaveLength(8);
      expect(killsOf(blackouts)).toEqual(new Map());
    }),
  );
});

test('services are killed twice as often as servers, and every kind of fault comes as often', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const faults: Fault[] = [];
      for (const round of planFaults(TARGETS, seededRandom(seed))) {
        faults.push(...round);
        const kills = killsOf(faults);
        if ((kills.get('nats') ?? 0) < 10 || (kills.get('web') ?? 0) < 20) continue;
        break;
      }
      const kills = killsOf(faults);
      for (const service of ['ws-gateway', 'llm-worker', 'web'])
        expect(Math.abs((kills.get(service) ?? 0) - 20)).toBeLessThanOrEqual(4);
      for (const server of ['nats', 'database'])
        expect(Math.abs((kills.get(server) ?? 0) - 10)).toBeLessThanOrEqual(2);
      const kinds = Map.groupBy(faults, ({ kind }) => kind);
      for (const kind of ['pause', 'cut', 'hang', 'slow'] as const)
        expect(kinds.get(kind)?.length ?? 0).toBeGreaterThanOrEqual(8);
    }),
  );
});
