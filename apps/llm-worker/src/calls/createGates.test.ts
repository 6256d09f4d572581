import { expect, test } from '@jest/globals';
import { modelOf } from '../../test/fakeCalls.ts';
import { createGates } from './createGates.ts';

const baseUrl = 'http://one.test';
const wide = modelOf('wide', { baseUrl });
const narrow = modelOf('narrow', { baseUrl, concurrency: 1 });

test('a model with few calls at once holds up none of the others of its provider and key', async () => {
  const gateOf = createGates();
  const gate = gateOf(wide);
  expect(gateOf(narrow)).toBe(gate);
  expect(gateOf(modelOf('other')).id).not.toBe(gate.id);
  const { signal } = new AbortController();
  const release = gate.slotsOf(narrow).tryAcquire(1);
  const waiting = gate.slotsOf(narrow).acquire(1, signal);
  expect(gate.waiting()).toBe(1);
  expect(gate.slotsOf(wide).tryAcquire(100)).toBeDefined();
  expect(gate.slotsOf(wide)).toBe(gate.slotsOf(modelOf('another', { baseUrl })));
  release?.();
  expect(await waiting).toBeDefined();
  expect(gate.waiting()).toBe(0);
});
