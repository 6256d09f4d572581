import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { asked, outcomeOf, providerAt } from './outcome.ts';

let mock: LLMock;
beforeAll(async () => {
  mock = new LLMock({ port: 0, logLevel: 'silent' });
  await mock.start();
});
afterAll(() => mock?.stop());

const say = (text: string) => [{ role: 'user' as const, text }];

describe.each(['openai', 'anthropic'] as const)('%s by aimock', (name) => {
  const call = (text: string) => outcomeOf(providerAt(name, mock.url), asked({ messages: say(text) }));

  test('[P28] any text comes through in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        async (content, chunkSize) => {
          mock.reset();
          mock.onMessage(/./u, { content }, { chunkSize });
          expect(await call('Hello')).toMatchObject({ text: content, finish: 'stop' });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('[P28] thoughts are told apart from the answer', async () => {
    mock.reset();
    mock.onMessage(/./u, { content: 'Four.', reasoning: 'Two and two…' });
    expect(await call('Two and two?')).toMatchObject({
      text: 'Four.',
      reasoning: 'Two and two…',
      finish: 'stop',
    });
  });

  test.each([429, 500, 529])(
    '[P29] an error of status %d may be tried again, and then it goes well',
    async (status) => {
      mock.reset();
      mock.onMessage(/./u, { content: 'Here I am.' });
      mock.nextRequestError(status, { message: 'not now', type: 'some_error' });
      const { error } = await call('Hello');
      expect(error?.failure).toMatchObject({ retryable: true, status });
      expect((await call('Hello')).text).toBe('Here I am.');
    },
  );

  test('[P29] an answer that is cut after some pieces may be tried again, with what was said', async () => {
    mock.reset();
    mock.onMessage(/./u, { content: 'one two three four five' }, { chunkSize: 4, truncateAfterChunks: 4 });
    const { text, error, finish } = await call('Count');
    expect('one two three four five'.startsWith(text)).toBe(true);
    expect(error?.failure.retryable).toBe(true);
    expect(finish).toBeUndefined();
  });
});
