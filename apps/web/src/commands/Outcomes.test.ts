import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { toBytes } from '@parley/bus';
import { ParleyError } from '@parley/protocol';
import { Outcomes } from './Outcomes.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Outcomes, and how one comes in. */
function outcomes() {
  let listener: (id: string, bytes: Uint8Array) => void = () => undefined;
  const waiting = new Outcomes({
    subjectFor: (id) => `_INBOX.a.${id}`,
    onReply: (next) => (listener = next),
    close: () => undefined,
  });
  return { waiting, come: (id: string, frame: object) => listener(id, toBytes({ ...frame })) };
}

test('an outcome reaches whoever waits for it, and only once', async () => {
  const { waiting, come } = outcomes();
  const [one, two] = [randomUUID(), randomUUID()];
  const [first, second] = [waiting.expect(one), waiting.expect(two)];
  expect(first.replyTo).toBe(`_INBOX.a.${one}`);
  const error = new ParleyError('not_found', 'session', 'sessionId: there is no such session.').toWire();
  come(two, { type: 'error', ref: two, error });
  come(one, { type: 'ack', ref: one });
  come(one, { type: 'ack', ref: one });
  await first.come;
  await expect(second.come).rejects.toMatchObject({ category: 'not_found', code: 'session' });
});

test('what nobody tells is unknown after ten seconds, and whoever asks hears when to ask again', async () => {
  const { waiting, come } = outcomes();
  const id = randomUUID();
  const outcome = expect(waiting.expect(id).come).rejects.toMatchObject({
    category: 'service',
    code: 'timeout',
    retryAfterMs: 1000,
    httpStatus: 504,
  });
  expect(() => come(id, { type: 'nonsense' })).toThrow('type');
  jest.advanceTimersByTime(10_000);
  await outcome;
  come(id, { type: 'ack', ref: id });
  expect(jest.getTimerCount()).toBe(0);
});
