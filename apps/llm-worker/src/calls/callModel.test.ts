import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import type { ModelConfig } from '@parley/config';
import type { ParleyError } from '@parley/protocol';
import * as fc from 'fast-check';
import { fakeCalls, modelOf } from '../../test/fakeCalls.ts';
import { MessageTooLong } from '../context/MessageTooLong.ts';
import type { CallableModel } from '../models.ts';
import { ProviderError, type Failure } from '../providers/ProviderError.ts';
import type { FinishReason, Provider, ProviderEvent } from '../providers/provider.ts';
import type { CallOptions } from './CallEvent.ts';

/** How one call goes: what is said, and the failure that it ends with. */
interface Way {
  readonly says: readonly ProviderEvent[];
  readonly fails?: Failure;
}

const text = (said: string): ProviderEvent => ({ type: 'text', text: said });
const failing = (fails: Failure, says: readonly ProviderEvent[] = []): Way => ({ says, fails });
const BUSY: Failure = { retryable: true, status: 429 };
const WELL: Way = { says: [text('Fine.'), { type: 'usage', inputTokens: 5, outputTokens: 2 }] };

/** A provider whose calls go these ways, and well after that. */
function goes(ways: readonly Way[]): Provider {
  const left = [...ways];
  return {
    async stream(_request, say) {
      const { says, fails } = left.shift() ?? WELL;
      says.forEach((event) => say(event));
      if (fails) throw new ProviderError('provider_error', new Error('asked to'), fails);
    },
  };
}

const one = (
  ways: readonly Way[],
  id: string,
  config?: Partial<ModelConfig>,
): readonly [string, CallableModel] => [id, { config: modelOf(id, config), provider: goes(ways) }];

const saidIn = (events: readonly { type: string; text?: string }[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');

const anyFailure: fc.Arbitrary<Failure> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(429, 408, 500, 503).map((status) => ({ retryable: true, status })),
  },
  { weight: 1, arbitrary: fc.constant({ retryable: true }) },
  {
    weight: 2,
    arbitrary: fc.nat(250_000).map((retryAfterMs) => ({ retryable: true, status: 429, retryAfterMs })),
  },
  { weight: 1, arbitrary: fc.constant({ retryable: false, status: 400 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(402, 403, 404, 429).map((status) => ({ retryable: false, status })),
  },
  { weight: 1, arbitrary: fc.constant({ retryable: false, status: 401, keyRefused: true }) },
);
const anyWay: fc.Arbitrary<Way> = fc.oneof(
  { weight: 6, arbitrary: anyFailure.map((fails) => failing(fails)) },
  {
    weight: 1,
    arbitrary: anyFailure.map((fails) =>
      failing(fails, [{ type: 'usage', inputTokens: 3, outputTokens: 0 }]),
    ),
  },
  { weight: 1, arbitrary: anyFailure.map((fails) => failing(fails, [text('Half of it')])) },
  { weight: 1, arbitrary: anyFailure.map((fails) => failing(fails, [{ type: 'reasoning', text: 'Hm.' }])) },
  { weight: 1, arbitrary: fc.constant(WELL) },
);
const anyWays = fc.array(anyWay, { minLength: 1, maxLength: 6 });
const isShownIn = ({ says }: Way): boolean =>
  says.some(({ type }) => type === 'text' || type === 'reasoning');

describe('callModel', () => {
  test('[P29] calls again what may go well the next time, as long as the budget lasts, never once a token was shown', async () => {
    await fc.assert(
      fc.asyncProperty(anyWays, fc.double({ min: 0, max: 0.999, noNaN: true }), async (ways, drawn) => {
        const fake = fakeCalls(new Map([one(ways, 'quick')]), { random: () => drawn });
        const begun = fake.at;
        const { events, error } = await fake.call('quick');
        const made = fake.ledger.length;
        const last = ways[made - 1] ?? WELL;
        expect(made).toBeGreaterThanOrEqual(1);
        expect(made).toBeLessThanOrEqual(4);
        // Each but the last one may be followed by another, and showed nothing.
        for (const way of ways.slice(0, made - 1)) {
          expect(way.fails?.retryable).toBe(true);
          expect(isShownIn(way)).toBe(false);
        }
        const waits = events.flatMap((event) => (event.type === 'waiting' ? [event.retryInMs ?? 0] : []));
        for (const ms of waits) expect(ms).toBeGreaterThan(300);
        const times = fake.ledger.map(({ call }) => call.startedAt);
        for (const [at, way] of ways.slice(0, made - 1).entries())
          expect((times[at + 1] ?? 0) - (times[at] ?? 0)).toBeGreaterThanOrEqual(
            way.fails?.retryAfterMs ?? 0,
          );
        expect((times.at(-1) ?? 0) - begun).toBeLessThanOrEqual(180_000);
        expect(fake.ledger.map(({ call }) => call.tried)).toEqual(times.map((_, at) => at + 1));
        if (!last.fails) {
          expect(error).toBeUndefined();
          expect(events.filter(({ type }) => type !== 'waiting' && type !== 'called')).toEqual([
            { type: 'model', model: 'quick', unread: [] },
            ...last.says,
          ]);
          return;
        }
        expect(error).toBeInstanceOf(ProviderError);
        // It ends early only for a reason.
        const { retryable, retryAfterMs = 0 } = last.fails;
        if (retryable && !isShownIn(last) && made < 4)
          expect((times.at(-1) ?? 0) - begun + retryAfterMs + drawn * 4_000).toBeGreaterThan(180_000);
      }),
      { numRuns: 500 },
    );
  });

  test('[P62] enters each call once, before it is made, and how it ended after it', async () => {
    await fc.assert(
      fc.asyncProperty(anyWays, anyWays, async (ways, others) => {
        const fake = fakeCalls(new Map([one(ways, 'quick', { fallback: 'other' }), one(others, 'other')]));
        await fake.call('quick', { messageId: '0b9d8b8e-9d4c-4d7a-9a1b-3c1f3a0f5b11', attempt: 2 });
        const made = { quick: 0, other: 0 };
        for (const { call, end } of fake.ledger) {
          const id = call.model === 'quick' ? 'quick' : 'other';
          const way = { quick: ways, other: others }[id][made[id]++] ?? WELL;
          expect(call).toMatchObject({ userId: 'anna', purpose: 'answer', attempt: 2, provider: 'openai' });
          const unwell = isShownIn(way) ? 'interrupted' : 'failed';
          expect(end?.outcome).toBe(way.fails ? unwell : 'complete');
          expect(end?.status).toBe(way.fails?.status);
          if (!way.fails) expect(end).toMatchObject({ inputTokens: 5, outputTokens: 2, estimated: false });
          else if (isShownIn(way)) expect(end).toMatchObject({ inputTokens: 7, estimated: true });
        }
        expect(new Set(fake.ledger.map(({ call }) => call.id)).size).toBe(fake.ledger.length);
      }),
      { numRuns: 200 },
    );
  });

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

  test('[P29] asks once more, then the fallback, where nothing was said; the ledger has what each took', async () => {
    const usage: ProviderEvent = { type: 'usage', inputTokens: 5, outputTokens: 3 };
    const ends = (reason: FinishReason, ...says: ProviderEvent[]): Way => ({
      says: [...says, usage, { type: 'finish', reason }],
    });
    const [nothing, all] = [ends('stop'), Array.from({ length: 9 }, () => ends('stop', text('')))];
    const fake = fakeCalls(
      new Map([
        one([nothing], 'once'),
        one(all, 'chained', { fallback: 'other' }),
        one([], 'other'),
        one(all, 'always'),
        one([ends('refused')], 'refused'),
        one([ends('length')], 'length'),
        one([ends('stop', { type: 'reasoning', text: 'Hm.' })], 'thinks'),
        one([nothing], 'done'),
      ]),
    );
    const made = () =>
      fake.ledger.splice(0).map(({ call: { model }, end }) => [model, end?.outcome, end?.outputTokens]);
    const once = await fake.call('once');
    expect(once.events.map(({ type }) => type).filter((type) => type === 'model')).toHaveLength(1);
    expect(saidIn(once.events)).toBe('Fine.');
    expect(made()).toEqual([
      ['once', 'complete', 3],
      ['once', 'complete', 2],
    ]);
    expect(saidIn((await fake.call('chained')).events)).toBe('Fine.');
    expect(made().map(([model]) => model)).toEqual(['chained', 'chained', 'other']);
    for (let turns = 0; turns < 4; turns++) {
      expect((await fake.call('always')).error).toMatchObject({
        code: 'provider_error',
        failure: { empty: true },
      });
      // Its circuit stays closed: the provider is there.
      expect(made()).toHaveLength(2);
    }
    for (const model of ['refused', 'length', 'thinks']) {
      expect((await fake.call(model)).error).toBeUndefined();
      expect(made()).toEqual([[model, 'complete', 3]]);
    }
    expect((await fake.call('done', { mayBeEmpty: true })).error).toBeUndefined();
    expect(made()).toHaveLength(1);
  });

  test('[P10] tells a provider that has lost its own conversation all of it, once', async () => {
    const lost = failing({ retryable: false, status: 404, threadLost: true });
    const fake = fakeCalls(new Map([one([lost], 'quick'), one([lost, lost], 'other')]));
    const { events } = await fake.call('quick');
    expect(saidIn(events)).toBe('Fine.');
    expect(fake.asked).toEqual([false, true]);
    expect((await fake.call('other')).error).toBeInstanceOf(ProviderError);
    expect(fake.ledger).toHaveLength(4);
  });

  test('[P27] asks once more with less when its provider found it too long, unless some was shown', async () => {
    const tooLong = (says: readonly ProviderEvent[] = []): Provider => ({
      async stream(_request, say) {
        says.forEach((event) => say(event));
        throw new ProviderError('context_too_long', new Error('asked to'), { retryable: false, status: 400 });
      },
    });
    const well = goes([]);
    const first = tooLong();
    let asked = 0;
    const once: Provider = { stream: (request, say) => (asked++ === 0 ? first : well).stream(request, say) };
    const fake = fakeCalls(
      new Map([
        ['once', { config: modelOf('once'), provider: once }],
        ['always', { config: modelOf('always'), provider: first }],
        ['late', { config: modelOf('late'), provider: tooLong([text('Half of')]) }],
      ]),
    );
    const hows: boolean[] = [];
    const prepare: CallOptions['prepare'] = async ({ config: { id } }, { narrow }) => {
      hows.push(narrow);
      return {
        request: { model: id, messages: [{ role: 'user', text: 'Hm?' }] },
        inputTokens: 7,
        unread: [],
      };
    };
    expect(saidIn((await fake.call('once', { prepare })).events)).toBe('Fine.');
    expect(hows.splice(0)).toEqual([false, true]);
    expect((await fake.call('always', { prepare })).error).toMatchObject({ code: 'context_too_long' });
    expect(hows.splice(0)).toEqual([false, true]);
    expect((await fake.call('late', { prepare })).error).toMatchObject({ code: 'context_too_long' });
    expect(hows).toEqual([false]);
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

  test('[P29] a wait longer than what is left is told with the failure, and not waited for', async () => {
    const fake = fakeCalls(new Map([one([failing({ ...BUSY, retryAfterMs: 200_000 })], 'quick')]));
    const { error } = await fake.call('quick');
    expect((error as ProviderError).toPublic().toWire()).toMatchObject({ retryAfterMs: 200_000 });
    expect(fake.ledger).toHaveLength(1);
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

  test('[P62] refuses who has used up the tokens of the day, before any call, and says until when', async () => {
    const fake = fakeCalls(new Map([one([], 'quick')]), { quota: 1_000 });
    fake.taken = 999;
    expect((await fake.call('quick')).error).toBeUndefined();
    fake.taken = 1_000;
    const wire = ((await fake.call('quick')).error as ParleyError).toWire();
    expect(wire).toMatchObject({ category: 'rate_limit', code: 'quota', retryAfterMs: 12 * 3_600_000 });
    expect(wire.message).toContain('in 12 h 0 min');
    expect(fake.ledger).toHaveLength(1);
    for (const purpose of ['title', 'draft'] as const)
      expect((await fake.call('quick', { purpose })).error).toBeUndefined();
    expect(fake.ledger).toHaveLength(3);
  });

  test('[P11] broken off while its request is made, it just ends at once, whatever comes of that', async () => {
    const fake = fakeCalls(new Map([one([], 'quick')]));
    for (const late of [new Error('broken'), undefined]) {
      const stop = new AbortController();
      const held = Promise.withResolvers<never>();
      const prepare = (): Promise<never> => {
        setImmediate(() => stop.abort('stopped'));
        return held.promise;
      };
      expect(await fake.call('quick', { prepare, signal: stop.signal })).toEqual({
        events: [],
        error: undefined,
      });
      if (late) held.reject(late);
    }
    expect(fake.ledger).toEqual([]);
  });

  test('[P11] tells nothing more once it is broken off, by whatever it told', async () => {
    const says = [text('One'), text('two'), { type: 'usage', inputTokens: 5, outputTokens: 2 } as const];
    for (let told = 1; told <= 5; told++) {
      const fake = fakeCalls(new Map([one([{ says }], 'quick')]));
      const stop = new AbortController();
      const heard = () => void (--left === 0 && stop.abort('stopped'));
      let left = told;
      const { events, error } = await fake.call('quick', { signal: stop.signal }, heard);
      expect(error).toBeUndefined();
      expect(events).toHaveLength(told);
      expect(fake.ledger.map(({ end }) => end?.outcome)).toEqual(['stopped']);
    }
  });

  test('[P62] throws on what it is told to throws: the call ends, is in the ledger, and gives its slot back', async () => {
    const says = [text('One'), text('two'), { type: 'usage', inputTokens: 5, outputTokens: 2 } as const];
    const closed: boolean[] = [];
    const provider: Provider = {
      async stream({ signal }, say) {
        for (const event of says) say(event);
        closed.push(signal.aborted);
      },
    };
    const model = { config: modelOf('quick', { concurrency: 1 }), provider };
    const fake = fakeCalls(new Map([['quick', model]]));
    for (let told = 1; told <= 5; told++) {
      let left = told;
      const thrown = new Error('no more');
      const heard = (): void => {
        if (--left === 0) throw thrown;
      };
      const { events, error } = await fake.call('quick', {}, heard);
      expect(error).toBe(thrown);
      expect(events).toHaveLength(told);
    }
    // The first time that was before the call was made.
    expect(closed).toEqual([true, true, true, true]);
    expect(fake.ledger.map(({ end }) => end?.outcome)).toEqual(Array.from(closed, () => 'interrupted'));
    expect((await fake.call('quick')).error).toBeUndefined();
    expect(fake.raised).toEqual([]);
  });

  test('broken off while it waits to try again, it makes no further call and just ends', async () => {
    const stop = new AbortController();
    const fake = fakeCalls(new Map([one([failing(BUSY)], 'quick')]), {
      async wait(_ms, signal) {
        stop.abort('stopped');
        signal.throwIfAborted();
      },
    });
    expect(await fake.call('quick', { signal: stop.signal })).toMatchObject({ error: undefined });
    expect(fake.ledger).toHaveLength(1);
  });
});
