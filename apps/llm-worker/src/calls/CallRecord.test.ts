import { describe, expect, test } from '@jest/globals';
import type { ContextMessage } from '@parley/conversation';
import * as fc from 'fast-check';
import { modelOf } from '../../test/fakeCalls.ts';
import { ProviderError } from '../providers/ProviderError.ts';
import { CallRecord } from './CallRecord.ts';

/** Counts a token for each character, and what it learns. */
function record(images?: ContextMessage['images']) {
  const learnt: [number, number][] = [];
  const tokens = {
    ready: async () => undefined,
    count: (_model: unknown, text: string) => text.length,
    learn: (_model: unknown, counted: number, actual: number) => void learnt.push([counted, actual]),
  };
  const message: ContextMessage = { role: 'user', text: 'Look', ...(images && { images }) };
  const call = new CallRecord(tokens, modelOf('quick'), { inputTokens: 7, request: { messages: [message] } });
  call.isMade = true;
  return { call, learnt };
}

const reset = new ProviderError('provider_error', new Error('reset'), { retryable: true });

describe('CallRecord', () => {
  test('[P62] counts what a call that was broken off had said, however it came', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3_000 })), (pieces) => {
        const { call } = record();
        for (const [at, text] of pieces.entries()) call.add({ type: at % 2 ? 'text' : 'reasoning', text }, 5);
        const outputTokens = pieces.join('').length;
        expect(call.ended('interrupted', 9, reset)).toMatchObject({
          inputTokens: 7,
          outputTokens,
          estimated: true,
        });
      }),
    );
  });

  test('[P62] takes what the provider counted, and learns from it', () => {
    const { call, learnt } = record();
    call.add({ type: 'text', text: 'Fine.' }, 5);
    call.add({ type: 'usage', inputTokens: 9, outputTokens: 2, cachedTokens: 4, reasoningTokens: 1 }, 6);
    expect(call.ended('complete', 8)).toEqual({
      outcome: 'complete',
      inputTokens: 9,
      outputTokens: 2,
      cachedTokens: 4,
      reasoningTokens: 1,
      estimated: false,
      firstTokenAt: 5,
      endedAt: 8,
    });
    expect(learnt).toEqual([[7, 9]]);
  });

  test('learns nothing of a call with images, whose tokens are a guess', () => {
    const image = { mime: 'image/png' as const, bytes: new Uint8Array(1), name: 'a.png' };
    for (const [images, times] of [
      [[image], 0],
      [[], 1],
    ] as const) {
      const { call, learnt } = record(images);
      call.add({ type: 'usage', inputTokens: 3, outputTokens: 2 }, 6);
      expect(call.ended('complete', 8)).toMatchObject({ inputTokens: 3, estimated: false });
      expect(learnt).toHaveLength(times);
    }
  });

  test('[P62] a count that came before the end is of the first words alone, and no less than that', () => {
    const { call, learnt } = record();
    call.add({ type: 'usage', inputTokens: 9, outputTokens: 1 }, 4);
    call.add({ type: 'text', text: 'Fine.' }, 5);
    expect(call.ended('stopped', 8)).toMatchObject({ inputTokens: 9, outputTokens: 5, estimated: true });
    call.add({ type: 'usage', inputTokens: 9, outputTokens: 6 }, 6);
    expect(call.ended('stopped', 8)).toMatchObject({ outputTokens: 6, estimated: false });
    expect(learnt).toEqual([]);
  });

  test('[P62] one that the provider refused, or that wasn’t made any more, took nothing; one that got lost may have', () => {
    const refused = new ProviderError('provider_error', new Error('429'), { retryable: true, status: 429 });
    const none = { inputTokens: 0, outputTokens: 0, estimated: false };
    expect(record().call.ended('failed', 9, refused)).toMatchObject({
      ...none,
      error: 'provider_error',
      status: 429,
    });
    const unsent = new ProviderError('provider_timeout', new Error('no'), { retryable: true, unsent: true });
    expect(record().call.ended('failed', 9, unsent)).toMatchObject(none);
    const { call } = record();
    call.isMade = false;
    expect(call.ended('stopped', 9)).toMatchObject(none);
    expect(record().call.ended('failed', 9, reset)).toMatchObject({ inputTokens: 7, estimated: true });
  });
});
