import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createHealth } from './index.ts';

const checks = {
  ok: () => undefined,
  throws: () => {
    throw new Error('down');
  },
  rejects: async () => {
    throw new Error('down');
  },
  hangs: () => new Promise<void>(() => undefined),
};

test('the failing dependencies are named, and nothing else', async () => {
  const kinds = fc.array(fc.constantFrom('ok', 'ok', 'throws', 'rejects', 'hangs'), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(kinds, async (list) => {
      const health = createHealth(5);
      list.forEach((kind, i) => health.ready(`dependency ${i}`, checks[kind]));
      const failing = list.flatMap((kind, i) => (kind === 'ok' ? [] : [`dependency ${i}`]));
      expect(await health.report()).toEqual({ status: failing.length === 0 ? 'ready' : 'unready', failing });
    }),
  );
});

test('a draining service is unready though all its dependencies are well', async () => {
  const health = createHealth();
  health.ready('nats', checks.ok);
  health.drain();
  expect(health.draining).toBe(true);
  expect(await health.report()).toEqual({ status: 'draining', failing: [] });
});
