import { describe, expect, test } from '@jest/globals';
import { fakeCalls, modelOf } from '../../test/fakeCalls.ts';
import { BUSY, failing, one, text } from '../../test/ways.ts';
import type { Provider } from '../providers/provider.ts';

describe('callModel', () => {
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
