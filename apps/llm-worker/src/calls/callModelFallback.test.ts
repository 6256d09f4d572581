import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import type { ParleyError } from '@parley/protocol';
import * as fc from 'fast-check';
import { fakeCalls, modelOf } from '../../test/fakeCalls.ts';
import { anyFailure, BUSY, failing, one, saidIn } from '../../test/ways.ts';
import { MessageTooLong } from '../context/MessageTooLong.ts';
import type { CallableModel } from '../models.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { Provider } from '../providers/provider.ts';
import type { CallOptions } from './CallEvent.ts';

describe('callModel', () => {
  test('[P30] has the fallback write what the chosen model can’t, and says for whom; a circle ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFailure, { minLength: 3, maxLength: 3 }), async (failures) => {
        const ways = failures.map((fails) => failing(fails));
        const chain = [one(ways, 'quick', { fallback: 'other' }), one([], 'other', { fallback: 'quick' })];
        const fake = fakeCalls(new Map(chain));
        const { events, error } = await fake.call('quick');
        const badRequest = failures.findIndex(({ retryable, status }) => !retryable && status === 400);
        const models = fake.ledger.map(({ call }) => call.model);
        if (models.at(-1) !== 'other') {
          // What is wrong with the request would be with the fallback's, too.
          expect(badRequest).toBe(models.length - 1);
          expect(error).toBeInstanceOf(ProviderError);
          return;
        }
        expect(saidIn(events)).toBe('Fine.');
        const writer = { type: 'model', model: 'other', fallbackFor: 'quick', unread: [] };
        expect(events).toContainEqual(writer);
        expect(fake.refused.get('quick') ?? false).toBe(failures[models.length - 2]?.keyRefused ?? false);
      }),
      { numRuns: 200 },
    );
  });

  test('leaves an attempt to each fallback, however often the models before fail', async () => {
    const all = Array.from({ length: 9 }, () => failing(BUSY));
    const [a, b] = [one(all, 'a', { fallback: 'b' }), one(all, 'b', { fallback: 'c' })];
    const fake = fakeCalls(new Map([a, b, one(all, 'c')]));
    expect((await fake.call('a')).error).toBeInstanceOf(ProviderError);
    expect(fake.ledger.map(({ call }) => call.model)).toEqual(['a', 'a', 'b', 'c']);
  });

  test('a model that isn’t configured any more, and one whose fallback isn’t, fail with a clear error', async () => {
    const fake = fakeCalls(new Map([one([failing(BUSY)], 'a', { fallback: 'gone' })]));
    expect(saidIn((await fake.call('a')).events)).toBe('Fine.');
    const { error } = await fake.call('gone');
    expect(error).toMatchObject({ category: 'not_found', code: 'model' });
    expect((error as ParleyError).message).toContain('Choose another one');
  });

  test('[P30] one that lacks its key is passed over, without an attempt or an entry of the ledger', async () => {
    const lacks = 'KEY is not set';
    const [id, a] = one([], 'a', { fallback: 'b' });
    const [other, c] = one([], 'c', { fallback: 'a' });
    const all = Array.from({ length: 4 }, () => failing(BUSY));
    const fake = fakeCalls(
      new Map([[id, { ...a, lacks }], one(all.slice(1), 'b'), [other, { ...c, lacks }]]),
    );
    const { events } = await fake.call('c');
    expect(events).toContainEqual({ type: 'model', model: 'b', fallbackFor: 'c', unread: [] });
    expect(fake.ledger.map(({ call: { model, tried } }) => [model, tried])).toEqual([
      ['b', 1],
      ['b', 2],
      ['b', 3],
      ['b', 4],
    ]);
    const alone = fakeCalls(new Map<string, CallableModel>([[id, { ...a, lacks }]]));
    const error = (await alone.call('a')).error as ProviderError;
    expect((error.cause as Error).message).toBe(lacks);
    expect(alone.ledger).toEqual([]);
  });

  test('[P30] one behind the first that reads too little is passed over; what is told is the first failure', async () => {
    const first = failing({ retryable: true, status: 503 });
    const all = Array.from({ length: 4 }, () => first);
    const small = one([], 'small', { fallback: 'big2' });
    const prepare: CallOptions['prepare'] = async ({ config: { id } }) => {
      if (id === 'small') throw new MessageTooLong(2_000, 1_000);
      const request = { model: id, messages: [{ role: 'user' as const, text: 'Hello' }] };
      return { request, inputTokens: 7, unread: [] };
    };
    const fake = fakeCalls(new Map([one(all, 'big', { fallback: 'small' }), small, one([], 'big2')]));
    const { events } = await fake.call('big', { prepare });
    expect(saidIn(events)).toBe('Fine.');
    expect(fake.ledger.map(({ call: { model } }) => model)).toEqual(['big', 'big', 'big2']);
    const none = fakeCalls(new Map([one(all, 'big', { fallback: 'small' }), one([], 'small')]));
    expect((await none.call('big', { prepare })).error).toMatchObject({
      code: 'provider_error',
      failure: { status: 503 },
    });
    const alone = fakeCalls(new Map([small, one([], 'big2')]));
    expect((await alone.call('small', { prepare })).error).toBeInstanceOf(MessageTooLong);
  });

  test('[P29] one that doesn’t come to its first word in time isn’t asked again, but whoever stands in is', async () => {
    const late: Provider = {
      async stream({ signal }) {
        await once(signal, 'abort');
        fake.at += 20;
      },
    };
    const slow = (id: string, fallback?: string) =>
      [id, { config: modelOf(id, { fallback }), provider: late }] as const;
    // The model's time is longer than all that its turn has.
    const limits = { firstTokenMs: 20, budgetMs: 15 };
    const fake = fakeCalls(new Map([slow('slow', 'other'), slow('alone'), one([], 'other')]), limits);
    expect((await fake.call('alone')).error).toMatchObject({ code: 'provider_timeout' });
    expect(saidIn((await fake.call('slow')).events)).toBe('Fine.');
    expect(fake.ledger.map(({ call: { model } }) => model)).toEqual(['alone', 'slow', 'other']);
  });

  test('an open circuit asks the fallback at once; without one it fails at once and says when to try again', async () => {
    const all = Array.from({ length: 20 }, () => failing({ retryable: true, status: 503 }));
    const fake = fakeCalls(
      new Map([
        one(all, 'quick'),
        one(all, 'chained', { baseUrl: 'http://quick.test', fallback: 'other' }),
        one([], 'other'),
      ]),
    );
    // The fifth failure opens it, in the second turn; which then waits for the probe, as the circuit took it by surprise.
    await fake.call('quick');
    await fake.call('quick');
    expect(fake.ledger.length).toBeGreaterThanOrEqual(6);
    expect(fake.raised).toMatchObject([
      { kind: 'critical', title: 'Provider circuit open', details: { model: 'quick', provider: 'openai' } },
    ]);
    expect(JSON.stringify(fake.raised)).not.toContain('quick.test');
    const made = fake.ledger.length;
    const { error } = await fake.call('quick');
    expect((error as ProviderError).failure.retryAfterMs).toBeGreaterThan(0);
    expect(fake.ledger).toHaveLength(made);
    const stoodIn = await fake.call('chained');
    expect(saidIn(stoodIn.events)).toBe('Fine.');
    expect(fake.ledger.slice(made).map(({ call }) => call.model)).toEqual(['other']);
  });
});
