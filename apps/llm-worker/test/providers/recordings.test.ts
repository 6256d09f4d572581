import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cutInto, ReplayServer } from '../fakes/ReplayServer.ts';
import { asked, outcomeOf, providerAt, type Outcome } from './outcome.ts';
import { ofWhom, read, RECORDINGS, RETRY, TEXT } from './recorded.ts';

let server: ReplayServer;
beforeAll(async () => {
  server = await ReplayServer.start();
});
afterAll(() => server?.stop());

async function replayed(recording: string, pieces: readonly Uint8Array[]): Promise<Outcome> {
  server.play(({ path }) => (path.endsWith('/stop') ? {} : { pieces }));
  return outcomeOf(providerAt(ofWhom(recording), server.url), asked());
}

/** An error says all but what the provider said. */
function expectOutcome(outcome: Outcome, expected: object): void {
  const { error, ...rest } = outcome;
  expect({ ...rest, ...(error && { error: { code: error.code, failure: error.failure } }) }).toMatchObject(
    expected,
  );
  if (!('error' in expected)) expect(error).toBeUndefined();
  if ('error' in expected) expect(outcome.finish).toBeUndefined();
  expect(String((error?.cause as Error | undefined)?.message)).not.toContain('kestrel');
}

describe('a recorded stream', () => {
  test.each(Object.entries(RECORDINGS))('[P28] is read as what it says: %s', async (name, expected) => {
    expectOutcome(await replayed(name, [Buffer.from(read(name))]), expected);
  });

  test.each(Object.entries(RECORDINGS))('[P28] is read byte by byte: %s', async (name, expected) => {
    expectOutcome(await replayed(name, cutInto(read(name), [1])), expected);
  });

  test('[P28] is read as what it says wherever it is cut, whatever ends its lines', async () => {
    const anySizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.entries(RECORDINGS)),
        anySizes,
        fc.constantFrom('\n', '\r\n'),
        async ([name, expected], sizes, lineEnd) => {
          const body = read(name).replaceAll('\n', lineEnd);
          expectOutcome(await replayed(name, cutInto(body, sizes)), expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('[P28] that breaks off anywhere is never taken for a whole one', async () => {
    const names = ['openai', 'openai-no-usage', 'openai-reasoning-content', 'anthropic', 'dify'];
    // Where each says for the first time that it is whole.
    const ends = /"finish_reason":"stop"|"stop_reason":"end_turn"|"event":"message_end"/u;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), async (name, at) => {
        const body = Buffer.from(read(name));
        const upTo = Buffer.byteLength(read(name).slice(0, read(name).search(ends)));
        const outcome = await replayed(name, [body.subarray(0, at % upTo)]);
        expect(outcome.finish).toBeUndefined();
        expect(outcome.error).toMatchObject(RETRY);
        expect(TEXT.startsWith(outcome.text)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
