import * as Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from '@jest/globals';
import { createLogger } from '@parley/logging';
import * as fc from 'fast-check';
import * as OpenAi from 'openai';
import type { ProviderError } from '../ProviderError.ts';
import { mapAnthropicError } from '../anthropic/mapAnthropicError.ts';
import { DifyError } from '../dify/DifyError.ts';
import { mapDifyError } from '../dify/mapDifyError.ts';
import { mapOpenAiError } from '../openai/mapOpenAiError.ts';

function logged(error: ProviderError): string {
  let line = '';
  const log = createLogger({ service: 'llm-worker', destination: { write: (said) => void (line += said) } });
  log.error('model.failed', error);
  return line;
}

const told = (line: string) => (JSON.parse(line) as { error: { cause: object } }).error.cause;

/** What somebody said, and a provider repeats. */
const anyWords = fc.string({ minLength: 12 }).map((said) => `kestrel ${said}`);
const anyStatus = fc.integer({ min: 400, max: 599 });
/** Where a provider may put them, besides its message. */
const anyName = fc.oneof(fc.constant('bad_input'), anyWords);

const MAPPERS = { openai: mapOpenAiError, anthropic: mapAnthropicError, dify: mapDifyError };

describe('the error that is logged', () => {
  test('[P36] never has what OpenAI quotes of a message, but which error it was', () => {
    fc.assert(
      fc.property(anyWords, anyStatus, anyName, (words, status, name) => {
        const headers = new Headers({ 'x-request-id': 'req-1' });
        const error = { message: `can't take ${words}`, code: name, type: name, param: words, input: words };
        const line = logged(mapOpenAiError(OpenAi.APIError.generate(status, { error }, undefined, headers)));
        expect(line).not.toContain('kestrel');
        expect(told(line)).toMatchObject({
          status,
          requestID: 'req-1',
          ...(name === 'bad_input' && { code: name }),
        });
      }),
    );
  });

  test('[P36] never has what Anthropic quotes of a message, but which error it was', () => {
    fc.assert(
      fc.property(anyWords, anyStatus, anyName, (words, status, name) => {
        const headers = new Headers({ 'request-id': 'req-1' });
        const body = { type: 'error', error: { type: name, message: words, details: { error_code: name } } };
        const line = logged(mapAnthropicError(Anthropic.APIError.generate(status, body, undefined, headers)));
        expect(line).not.toContain('kestrel');
        expect(told(line)).toMatchObject({
          status,
          requestID: 'req-1',
          ...(name === 'bad_input' && { errorType: name }),
        });
      }),
    );
  });

  test('[P36] never has what Dify quotes of a message, but which error it was', () => {
    fc.assert(
      fc.property(anyWords, anyStatus, anyName, fc.boolean(), (words, status, code, withThread) => {
        const line = logged(mapDifyError(new DifyError(words, { status, code, withThread })));
        expect(line).not.toContain('kestrel');
        expect(told(line)).toMatchObject({ status, ...(code === 'bad_input' && { code }) });
      }),
    );
  });

  test.each(Object.entries(MAPPERS))(
    '[P36] of %s never has the bytes that could not be read',
    (_name, map) => {
      fc.assert(
        fc.property(anyWords, (words) => {
          const noJson = new SyntaxError(`Unexpected token in ${words}`);
          const noHttp = Object.assign(new Error('Response does not match the HTTP/1.1 protocol'), {
            code: 'HPE_INVALID_CONSTANT',
            data: words,
          });
          const lost = Object.assign(new TypeError('terminated', { cause: noHttp }), { body: words });
          for (const error of [noJson, noHttp, lost]) expect(logged(map(error))).not.toContain('kestrel');
        }),
      );
    },
  );

  test.each(Object.entries(MAPPERS))(
    '[P35] of %s keeps the cause of a failure of the network',
    (name, map) => {
      const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' });
      const fetchFailed = new TypeError('fetch failed', { cause });
      const thrown = {
        openai: new OpenAi.APIConnectionError({ cause: fetchFailed }),
        anthropic: new Anthropic.APIConnectionError({ cause: fetchFailed }),
        dify: fetchFailed,
      }[name as keyof typeof MAPPERS];
      const error = map(thrown);
      expect(logged(error)).toContain('ECONNREFUSED');
      expect(error.failure.retryable).toBe(true);
    },
  );
});
