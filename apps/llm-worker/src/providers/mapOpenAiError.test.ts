import { describe, expect, test } from '@jest/globals';
import { createLogger } from '@parley/logging';
import * as fc from 'fast-check';
import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { mapOpenAiError } from './mapOpenAiError.ts';

const headers = new Headers({ 'x-request-id': 'req-1' });

function logged(error: unknown): string {
  let line = '';
  const log = createLogger({ service: 'llm-worker', destination: { write: (said) => void (line += said) } });
  log.error('model.failed', mapOpenAiError(error));
  return line;
}

describe('mapOpenAiError', () => {
  test('[P36] what a provider quotes of a message is never logged, which error it was is', () => {
    const words = fc.string({ minLength: 12 }).map((said) => `kestrel${said}`);
    fc.assert(
      fc.property(words, fc.integer({ min: 400, max: 599 }), (said, status) => {
        const body = { error: { message: `can't take ${said}`, code: 'bad_input', input: said } };
        const line = logged(APIError.generate(status, body, undefined, headers));
        expect(line).not.toContain('kestrel');
        expect(JSON.parse(line)).toMatchObject({
          error: { cause: { status, code: 'bad_input', requestID: 'req-1' } },
        });
        expect(logged(new SyntaxError(`Unexpected token in ${said}`))).not.toContain('kestrel');
      }),
    );
  });

  test('[P35] a network’s error keeps its cause', () => {
    const error = new APIConnectionError({ cause: new Error('connect ECONNREFUSED') });
    expect(logged(error)).toContain('ECONNREFUSED');
  });

  test('an outage, a wait and a conversation that is too long are told apart', () => {
    expect(mapOpenAiError(new Error('x')).code).toBe('provider_error');
    expect(mapOpenAiError(new APIConnectionTimeoutError()).code).toBe('provider_timeout');
    const tooLong = APIError.generate(
      400,
      { error: { code: 'context_length_exceeded' } },
      undefined,
      headers,
    );
    expect(mapOpenAiError(tooLong).code).toBe('context_too_long');
  });
});
