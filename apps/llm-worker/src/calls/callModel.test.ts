import { describe, expect, test } from '@jest/globals';
import type { ParleyError } from '@parley/protocol';
import * as fc from 'fast-check';
import { fakeCalls, modelOf } from '../../test/fakeCalls.ts';
import { anyFailure, BUSY, failing, goes, one, saidIn, text, type Way, WELL } from '../../test/ways.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import type { FinishReason, Provider, ProviderEvent } from '../providers/provider.ts';
import type { CallOptions } from './CallEvent.ts';

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

  test('[P29] a wait longer than what is left is told with the failure, and not waited for', async () => {
    const fake = fakeCalls(new Map([one([failing({ ...BUSY, retryAfterMs: 200_000 })], 'quick')]));
    const { error } = await fake.call('quick');
    expect((error as ProviderError).toPublic().toWire()).toMatchObject({ retryAfterMs: 200_000 });
    expect(fake.ledger).toHaveLength(1);
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
});
