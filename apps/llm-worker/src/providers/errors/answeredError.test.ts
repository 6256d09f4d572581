import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { answeredError, type Refusal } from './answeredError.ts';
import { MAX_RETRY_AFTER, retryAfter } from './retryAfter.ts';

const NOW = Date.parse('2031-05-04T10:00:00Z');
const after = (headers: Record<string, string>) => retryAfter(new Headers(headers), NOW);

describe('retryAfter', () => {
  test('[P29] milliseconds, seconds and dates are read, the more exact one first', () => {
    expect(after({ 'retry-after-ms': '1500', 'retry-after': '9' })).toBe(1500);
    expect(after({ 'retry-after': '2' })).toBe(2000);
    expect(after({ 'retry-after': '0.25' })).toBe(250);
    expect(after({ 'retry-after': 'Sun, 04 May 2031 10:00:30 GMT' })).toBe(30_000);
    expect(after({ 'retry-after': 'Sun, 04 May 2031 09:00:00 GMT' })).toBe(0);
    expect(after({ 'retry-after': 'soon' })).toBeUndefined();
    expect(after({})).toBeUndefined();
  });

  test('[P29] whatever is sent, it is a wait of an hour at most, or none', () => {
    const anyValue = fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.double().map(String),
      fc.date().map(String),
    );
    fc.assert(
      fc.property(anyValue, anyValue, (ms, s) => {
        const headers = { get: (name: string) => (name === 'retry-after-ms' ? ms : s) };
        const wait = retryAfter(headers, NOW);
        if (wait === undefined) return;
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(MAX_RETRY_AFTER);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a provider’s error', () => {
  test('[P29] is worth a retry by its status, whatever it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), fc.string(), fc.string(), (status, code, type) => {
        const { failure } = answeredError({ status, code: `x${code}`, type: `x${type}` });
        expect(failure.retryable).toBe([408, 409, 429].includes(status) || status >= 500);
        expect(failure.keyRefused ?? false).toBe(status === 401);
        expect(failure.status).toBe(status);
      }),
      { numRuns: 300 },
    );
  });

  test('[P29] is not worth one once the money is spent, or when the provider says so', () => {
    expect(answeredError({ status: 429, code: 'insufficient_quota' }).failure.retryable).toBe(false);
    expect(answeredError({ status: 429, type: 'insufficient_quota' }).failure.retryable).toBe(false);
    const headers = new Headers({ 'x-should-retry': 'false' });
    expect(answeredError({ status: 500, headers }).failure.retryable).toBe(false);
  });

  test('[P30] says that the key is refused by its code too, and not by a 403: one request may be forbidden alone', () => {
    expect(answeredError({ status: 400, code: 'invalid_api_key' }).failure).toMatchObject({
      retryable: false,
      keyRefused: true,
    });
    const { failure } = answeredError({ status: 403, code: 403, message: 'Your input was flagged' });
    expect(failure).toMatchObject({ retryable: false });
    expect(failure.keyRefused).toBeUndefined();
  });

  const TOO_LONG: Refusal[] = [
    { status: 400, code: 'context_length_exceeded' },
    {
      status: 400,
      message: "400 This model's maximum context length is 8192 tokens. However, you requested 9000",
    },
    {
      status: 400,
      type: 'exceed_context_size_error',
      message: 'the request exceeds the available context size',
    },
    {
      status: 400,
      type: 'invalid_request_error',
      message: 'prompt is too long: 200001 tokens > 200000 maximum',
    },
    { status: 400, message: 'input length and `max_tokens` exceed context limit: 198000 + 8192 > 200000' },
    { status: 413, type: 'request_too_large' },
    { status: 400, message: 'The input token count (1048600) exceeds the maximum number of tokens allowed' },
    { status: 400, message: 'Please reduce the length of the messages or completion.' },
    {
      status: 400,
      code: 'completion_request_error',
      message: 'Query or prefix prompt is too long, you can reduce',
    },
  ];
  test.each(TOO_LONG)('that says that the conversation is too long is known for it: %j', (refusal) => {
    const error = answeredError(refusal);
    expect(error.code).toBe('context_too_long');
    expect(error.failure.retryable).toBe(false);
  });

  test('that comes late is a timeout', () => {
    expect(answeredError({ status: 504 }).code).toBe('provider_timeout');
    expect(answeredError({ status: 503 }).code).toBe('provider_error');
  });
});
