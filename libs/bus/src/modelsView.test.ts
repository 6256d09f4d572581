import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Model } from '@parley/protocol';
import * as fc from 'fast-check';
import { ModelsView, type ModelsSource } from './modelsView.ts';

const model = (id: string): Model => ({ id, label: id, provider: 'demo', vision: false, voice: false });
const [A, B] = [model('a'), model('b')];
const workers = [randomUUID(), randomUUID(), randomUUID()];

function made(models = [A, B]) {
  const heard: string[][] = [];
  const clock = { at: 0 };
  const configured: { say: (models: Model[]) => void } = { say: () => undefined };
  const source: ModelsSource = {
    initial: models,
    watch(onChange) {
      configured.say = onChange;
      return () => {
        configured.say = () => undefined;
      };
    },
  };
  const view = new ModelsView(source, {
    onChange: (usable) => heard.push(usable.map(({ id }) => id)),
    elapsed: () => clock.at,
  });
  const say = (worker: string | undefined, more: Record<string, boolean>): void =>
    view.take({
      worker: worker ?? '',
      models: Object.entries(more).map(([id, available]) => ({
        id,
        available,
        ...(!available && { reason: 'A_KEY is not set' }),
      })),
    });
  return { view, heard, clock, say, configured };
}

test('while no worker is heard, the configuration decides', () => {
  const { view, heard, configured } = made();
  view.start();
  expect(view.usable).toEqual([A, B]);
  expect(view.states).toEqual([
    { model: A, available: true },
    { model: B, available: true },
  ]);
  configured.say([B]);
  expect(view.usable).toEqual([B]);
  view.stop();
  configured.say([A]);
  expect(view.usable).toEqual([B]);
  expect(heard).toEqual([['b']]);
});

test('what every worker can’t call isn’t there, with the reason; one that can is enough', () => {
  const { view, heard, say } = made();
  say(workers[0], { a: false, b: true });
  expect(view.usable).toEqual([B]);
  expect(view.states[0]).toEqual({ model: A, available: false, reason: 'A_KEY is not set' });
  say(workers[1], { a: true, b: true });
  expect(view.usable).toEqual([A, B]);
  say(workers[1], { a: false, b: true });
  say(workers[1], { a: false, b: true });
  expect(heard).toEqual([['b'], ['a', 'b'], ['b']]);
});

test('a model that a worker doesn’t know yet isn’t there: it may be the one that has to answer', () => {
  const { view, say } = made();
  say(workers[0], { a: true, b: true });
  say(workers[1], { a: true });
  expect(view.usable).toEqual([A]);
  expect(view.states[1]).toEqual({ model: B, available: false, reason: 'not every worker knows it yet' });
  say(workers[1], { a: true, b: false });
  expect(view.usable).toEqual([A, B]);
});

test('the word of a worker that is heard no longer is forgotten after 30 s', () => {
  const { view, clock, say } = made();
  say(workers[0], { a: false, b: true });
  clock.at = 30_000;
  view.sweep();
  expect(view.usable).toEqual([B]);
  clock.at = 30_001;
  view.sweep();
  expect(view.usable).toEqual([A, B]);
});

test('for any words of any workers: there is what all that were heard lately know, and one can call', () => {
  const step = fc.record({
    worker: fc.nat(2),
    a: fc.option(fc.boolean(), { nil: undefined }),
    passMs: fc.nat(20_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const { view, clock, say, heard } = made([A]);
      const last = new Map<number, { at: number; a: boolean | undefined }>();
      for (const { worker, a, passMs } of steps) {
        clock.at += passMs;
        say(workers[worker], a === undefined ? {} : { a });
        last.set(worker, { at: clock.at, a });
        const fresh = [...last.values()].filter(({ at }) => clock.at - at <= 30_000);
        const isThere = fresh.every((word) => word.a !== undefined) && fresh.some((word) => word.a);
        const expected = isThere ? [A] : [];
        expect(view.usable).toEqual(expected);
      }
      expect(heard.every((usable, index) => usable.length !== heard[index - 1]?.length)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
